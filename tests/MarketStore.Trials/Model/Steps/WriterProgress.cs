using MarketStore.Core.Series;
using MarketStore.Storage;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

/// <summary>How far a writer came, and what its buckets should hold after each of its steps. The counters are read by other threads.</summary>
sealed class WriterProgress
{
    readonly ConcurrentWriter _writer;
    readonly List<Refusal?> _refusals = [];
    int _begun;
    int _acknowledged;

    public WriterProgress(ConcurrentWriter writer, ExpectedStore store)
    {
        _writer = writer;
        var versions = new List<ExpectedStore> { store };
        foreach (var step in writer.Steps)
        {
            var (next, refusal) = step.Apply(versions[^1]);
            versions.Add(next);
            _refusals.Add(refusal);
        }

        Versions = versions;
    }

    /// <summary>The store before the first step and after each; only the writer's own symbol counts.</summary>
    public IReadOnlyList<ExpectedStore> Versions { get; }

    public int Begun => Volatile.Read(ref _begun);

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    string Prefix => _writer.Symbol + "/";

    public async Task RunAsync(Database database)
    {
        for (var number = 0; number < _writer.Steps.Count; number++)
        {
            Volatile.Write(ref _begun, number + 1);
            ChangeStep.Judge(_refusals[number], await SequenceRun.TryAsync(() => _writer.Steps[number].ExecuteAsync(database)));
            Volatile.Write(ref _acknowledged, number + 1);
        }
    }

    /// <summary>Has the listener judged, once all steps are done; returns their numbers to it.</summary>
    public List<int> JudgeListener(SequenceRun run) => [.. _writer.Steps.Select((step, number) => step.JudgeListener(run, Versions[number], Versions[number + 1]))];

    /// <summary>Throws unless rows, or that there was no bucket, are right for one of the versions from the first to the last.</summary>
    public void Judge(string key, ScanRequest request, ColumnSeries? rows, int first, int last)
    {
        for (var version = first; version <= last; version++)
        {
            var bucket = Versions[version].Find(key);
            if (bucket is null ? rows is null : rows is not null && bucket.Answer(request.Range, request.RowLimit, request.Direction, request.Columns).IsSameAs(rows))
                return;
        }

        var due = Enumerable.Range(first, last - first + 1).Select(version =>
            $"after {version} steps {Versions[version].Find(key)?.Answer(request.Range, request.RowLimit, request.Direction, request.Columns).ToString() ?? "no bucket"}");
        throw new TrialFailedException(
            $"{key} {RequestText.Of(request)}, read while it was written: no moment explains the answer\n  due {string.Join("\n   or ", due)}\n  got {(rows is null ? "no bucket" : ExpectedRows.Describe(rows.Columns, rows.RowCount))}");
    }

    /// <summary>Finds how many of the steps a kill left.</summary>
    public int VersionLeft(SequenceRun run, int acknowledged, int begun)
    {
        var differences = new List<string>();
        for (var version = acknowledged; version <= begun; version++)
        {
            if (run.Difference(Versions[version], Prefix) is not { } difference)
                return version;
            differences.Add($"after {version} steps: {difference}");
        }

        throw new TrialFailedException($"{Prefix} after a kill: {acknowledged} steps were acknowledged, {begun} begun\n  {string.Join("\n  ", differences)}");
    }

    /// <summary>A store with this writer's symbol as one of its versions has it.</summary>
    public ExpectedStore Merge(ExpectedStore store, int version)
    {
        foreach (var bucket in store.Buckets.Where(bucket => bucket.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToList())
            store = store.With(bucket.Key, null);
        foreach (var bucket in Versions[version].Buckets.Where(bucket => bucket.Key.StartsWith(Prefix, StringComparison.Ordinal)))
            store = store.With(bucket.Key, bucket);
        return store;
    }
}
