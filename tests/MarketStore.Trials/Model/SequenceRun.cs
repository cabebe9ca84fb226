using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Query;
using MarketStore.Storage;
using MarketStore.Trials.Model.Disk;
using MarketStore.Trials.Model.Expected;
using MarketStore.Trials.Model.Steps;

namespace MarketStore.Trials.Model;

/// <summary>A store under test and what it should hold. For one thread, but for what concurrent steps do.</summary>
sealed class SequenceRun : IAsyncDisposable
{
    ErrorLog _log = new();

    public SequenceRun(SequenceSettings settings, TrialTally tally)
    {
        (Settings, Tally, Expected) = (settings, tally, new(settings.Rules));
        Disk = new();
        Database = Open();
        Queries = new(Database, new FixedClock());
    }

    public SequenceSettings Settings { get; }

    public TrialTally Tally { get; }

    public MemoryDisk Disk { get; private set; }

    public Database Database { get; private set; }

    public QueryEngine Queries { get; private set; }

    public ExpectedStore Expected { get; set; }

    public async Task RestartAsync()
    {
        await Database.DisposeAsync();
        ThrowIfWarned();
        var left = Disk.ListDirectory(Settings.Options.RootDirectory).Where(entry => !entry.IsDirectory && entry.Name != "category_name").Select(entry => entry.Name).ToList();
        if (left.Count > 0)
            throw new TrialFailedException($"a clean stop left {string.Join(", ", left)}");
        Reopen();
    }

    /// <summary>Goes on with what a kill left, as a new process would.</summary>
    public async Task GoOnWithAsync(MemoryDisk image)
    {
        ThrowIfWarned();
        Disk.Die();
        await Database.DisposeAsync();
        _log = new();
        Disk = image;
        Reopen();
    }

    /// <summary>Throws unless the store holds what is expected, all of it and nothing else.</summary>
    public void CheckAll()
    {
        if (Difference(Expected, "") is { } difference)
            throw new TrialFailedException(difference);
    }

    /// <summary>Null, or how the store differs from one that it might be, in the buckets whose keys begin with a text.</summary>
    public string? Difference(ExpectedStore due, string prefix)
    {
        var buckets = due.Buckets.Where(bucket => bucket.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var dueKeys = string.Join(' ', buckets.Select(bucket => bucket.Key));
        var keys = string.Join(' ', Database.ListBuckets().Select(key => key.ToString()).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)));
        if (dueKeys != keys)
            return $"the buckets\n  due {dueKeys}\n  got {keys}";
        foreach (var bucket in buckets)
        {
            if (InfoDifference(bucket) is { } difference || (difference = RowsDifference(bucket, new(TimeRange.All))) is not null)
                return difference;
        }

        return null;
    }

    public string? InfoDifference(ExpectedBucket due)
    {
        if (!Database.TryGetBucket(TimeBucketKey.Parse(due.Key), out var info))
            return $"{due.Key} is not there";
        var isSame = info.Timeframe.Seconds == due.Slots.Seconds && (info.RecordType == Core.Types.RecordType.Variable) == due.IsVariable
            && info.Columns.SequenceEqual(due.Columns) && info.Years.SequenceEqual(due.Years) && info.LatestYear == due.Years.DefaultIfEmpty().Max();
        return isSame ? null
            : $"{due.Key}\n  due {due.Slots.Seconds} s, variable {due.IsVariable}, {string.Join(' ', due.Columns)}, years {string.Join(' ', due.Years)}\n"
            + $"  got {info.Timeframe.Seconds} s, {info.RecordType}, {string.Join(' ', info.Columns)}, years {string.Join(' ', info.Years)}, latest {info.LatestYear}";
    }

    public string? RowsDifference(ExpectedBucket due, ScanRequest request)
    {
        var dueRows = due.Answer(request.Range, request.RowLimit, request.Direction, request.Columns);
        using var got = Database.Scan(TimeBucketKey.Parse(due.Key), request);
        return dueRows.IsSameAs(got) ? null : $"{due.Key} {RequestText.Of(request)}\n  due {dueRows}\n  got {ExpectedRows.Describe(got.Columns, got.RowCount)}";
    }

    /// <summary>The refusal that an act met, or null when it was carried out.</summary>
    public static async Task<MarketStoreException?> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (MarketStoreException refusal)
        {
            return refusal;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Disk.Die();
        await Database.DisposeAsync();
    }

    public void ThrowIfWarned()
    {
        if (_log.Texts is { Count: > 0 } texts)
            throw new TrialFailedException($"the engine logged: {string.Join('\n', texts)}");
    }

    void Reopen()
    {
        Database = Open();
        Queries = new(Database, new FixedClock());
        ThrowIfWarned();
    }

    Database Open()
    {
        var database = Database.Open(Settings.Options, _log, Disk, TimeProvider.System);
        // As a server without triggers does.
        database.ForgetMissedChanges();
        return database;
    }
}
