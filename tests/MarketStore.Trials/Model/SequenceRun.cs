using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Query;
using MarketStore.Storage;
using MarketStore.Trials.Model.Changes;
using MarketStore.Trials.Model.Disk;
using MarketStore.Trials.Model.Expected;
using MarketStore.Trials.Model.Steps;

namespace MarketStore.Trials.Model;

/// <summary>A store under test and what it should hold. For one thread, but for what concurrent steps do.</summary>
sealed class SequenceRun : IAsyncDisposable
{
    ErrorLog _log = new();
    SequenceListener? _before;
    int _starts;

    public SequenceRun(SequenceSettings settings, TrialTally tally)
    {
        (Settings, Tally, Expected) = (settings, tally, new(settings.Rules));
        Disk = new();
        Database = Open();
        Queries = new(Database, new FixedClock());
        Listen();
    }

    public SequenceSettings Settings { get; }

    public TrialTally Tally { get; }

    public MemoryDisk Disk { get; private set; }

    public Database Database { get; private set; }

    public QueryEngine Queries { get; private set; }

    /// <summary>Who hears of the changes of the process that runs; null where nobody is to.</summary>
    public SequenceListener? Listener { get; private set; }

    public ExpectedStore Expected { get; set; }

    public async Task RestartAsync()
    {
        Listener?.Mark();
        await Database.DisposeAsync();
        ThrowIfWarned();
        string[] due = Listener?.Unfinished.Count > 0 ? ["triggers.pending"] : [];
        var left = Disk.ListDirectory(Settings.Options.RootDirectory).Where(entry => !entry.IsDirectory && entry.Name != "category_name").Select(entry => entry.Name).ToList();
        if (!left.SequenceEqual(due))
            throw new TrialFailedException($"a clean stop left {(left.Count > 0 ? string.Join(", ", left) : "nothing")}{(due.Length > 0 ? ", and changes that are not done" : "")}");
        await ReopenAsync();
        RequireMissed(undone: [], "a stop");
    }

    /// <summary>Goes on with what a kill left, as a new process would.</summary>
    public async Task GoOnWithAsync(MemoryDisk image)
    {
        ThrowIfWarned();
        Disk.Die();
        await Database.DisposeAsync();
        _log = new();
        Disk = image;
        await ReopenAsync();
    }

    /// <summary>Throws unless the listener was told of all that the one of the process before was not done with.</summary>
    /// <param name="undone">Steps, by their numbers to that one, that a kill took back.</param>
    public void RequireMissed(HashSet<int> undone) => RequireMissed(undone, "a kill");

    void RequireMissed(HashSet<int> undone, string what)
    {
        if (_before?.Left(undone) is not { } left)
            return;
        Tally.Add($"changes told again after {what}", left.Count);
        Listener!.RequireMissed(left);
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

    async Task ReopenAsync()
    {
        Database = Open();
        Queries = new(Database, new FixedClock());
        _before = Listener;
        if (_before?.ComesLate == true)
            await Database.CheckpointAsync();
        Listen();
        ThrowIfWarned();
    }

    Database Open() => Database.Open(Settings.Options, _log, Disk, TimeProvider.System);

    void Listen()
    {
        if (Settings.ListenerSeed is { } seed)
            Database.Listen(Listener = new(unchecked(seed + ++_starts)));
        else
            // As a server without triggers does.
            Database.ForgetMissedChanges();
    }
}
