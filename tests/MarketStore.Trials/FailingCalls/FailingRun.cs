using System.Diagnostics;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Scrub;

namespace MarketStore.Trials.FailingCalls;

/// <summary>
/// Runs a workload over a disk that fails, ends it, opens what is left on a disk that works, and compares with what the store has said. One run, used once.
/// </summary>
sealed class FailingRun(RunPlan plan, TrialTally tally)
{
    /// <summary>
    /// A start whose files refuse puts a bucket's rows into its backlog, where a query does not see them until the files can be opened, and does not say so.
    /// To be made false when such a query is refused.
    /// </summary>
    const bool AcceptsUnreadableRowsAfterStart = true;

    /// <summary>Answers that leave it open what became of an operation: more are not tried out.</summary>
    const int MaxOpen = 10;

    static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(5);

    readonly MemoryDisk _disk = new();
    readonly FaultSchedule _schedule = new(plan.Faults);
    readonly CapturedLog _log = new();
    readonly List<StoreOperation> _operations = [];
    readonly Lock _gate = new();
    FaultyDisk _faulty = null!;
    Database? _database;
    MemoryDisk? _killed;
    List<(StoreOperation Operation, StoreVerdict Verdict)>? _knownAtKill;
    int _stepsSinceFailure;
    bool _hasRestarted;

    DatabaseOptions Options { get; } = new() { RootDirectory = MemoryDisk.Root, Zone = MarketTimeZone.Utc, CheckpointInterval = TimeSpan.FromDays(1), MaxOpenFiles = 4 };

    /// <summary>The first calls that failed.</summary>
    public string Failures => string.Concat(_schedule.Failures.Select(failure => $"\n  failed: {failure}"));

    /// <summary>Returns false when the run ended before any call failed.</summary>
    public async Task<bool> RunAsync()
    {
        _faulty = new FaultyDisk(_disk, _schedule);
        _schedule.BeforeCall = MaybeKill;
        var steps = Workload.Make(plan.WorkloadKind, plan.WorkloadSeed);
        await StartAsync();
        foreach (var step in steps)
        {
            await RunAsync(step);
            if (_schedule.Failed > 0 && ++_stepsSinceFailure == plan.StepsUntilLifted)
                _schedule.Lift();
        }

        _schedule.Lift();
        await SucceedAfterwardsAsync();
        var left = await EndAsync();
        await CheckLeftAsync(left);
        Count();
        return _schedule.Failed > 0;
    }

    void Count()
    {
        tally.Add("runs");
        tally.Add("calls failed", _schedule.Failed);
        tally.Add("pages and names lost", _faulty.Lost);
        tally.Add("acknowledged", _operations.Count(operation => operation.IsAcknowledged));
        tally.Add("refused", _operations.Count(operation => operation.Verdict == StoreVerdict.Refused));
        tally.Add("refused by files, in the log", _operations.Count(operation => operation is { Verdict: StoreVerdict.Done, IsAcknowledged: false }));
        tally.Add(_killed is null ? "clean stops" : "kills");
    }

    /// <summary>A start may fail while the disk does; when the disk works again, the next one must not.</summary>
    async Task StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _database = await Patience.WaitAsync(Task.Run(() => Database.Open(Options, _log, _faulty, TimeProvider.System)), "a start");
                return;
            }
            catch (Exception error) when (error is IOException or MarketStoreException { Kind: ErrorKind.StorageFailure } && _schedule.Failed > 0 && attempt < 8)
            {
                tally.Add("starts refused");
                BetweenProcesses();
                if (attempt == 3)
                    _schedule.Lift();
            }
        }
    }

    void BetweenProcesses()
    {
        if (plan.LosesFailedFlushes && plan.LosesAtRestart)
            _disk.ForgetLostFlushes();
        else
            _disk.RecoverLostNames();
    }

    async Task RunAsync(WorkStep step)
    {
        switch (step)
        {
            case WorkStep.Operations { Together: var together }:
                await Task.WhenAll(together.Select(RunAsync));
                break;
            case WorkStep.Checkpoint:
                await Patience.WaitAsync(_database!.CheckpointAsync(), "a checkpoint");
                break;
            case WorkStep.Scan:
                await ScanAsync();
                break;
            case WorkStep.Restart:
                await StopAsync();
                BetweenProcesses();
                _hasRestarted = true;
                await StartAsync();
                break;
        }
    }

    async Task RunAsync(StoreOperation operation)
    {
        string? ownFault;
        bool isUncertain;
        lock (_gate)
        {
            ownFault = operation.FindFault(StoreModel.Of(_operations.Where(known => known.Verdict == StoreVerdict.Done)));
            isUncertain = _operations.Any(known => known is { IsAcknowledged: false, Verdict: not StoreVerdict.Refused } && known.Meets(operation));
            _operations.Add(operation);
        }

        Exception? error = null;
        try
        {
            await Patience.WaitAsync(Task.Run(() => operation.RunAsync(_database!)), operation.ToString()!);
        }
        catch (Exception caught) when (caught is not TrialFailedException)
        {
            error = caught;
        }

        if (error is not null && _schedule.Failed == 0 && ownFault is null)
            throw new TrialFailedException($"{operation} is refused although nothing failed: {error}");
        var verdict = AnswerJudge.Judge(operation, error, ownFault, isUncertain);
        lock (_gate)
            (operation.Verdict, operation.IsAcknowledged) = (verdict, error is null);
    }

    /// <summary>What was acknowledged is there, what was refused is not; what is safe in the log alone may come later.</summary>
    async Task ScanAsync()
    {
        try
        {
            var read = await Patience.WaitAsync(Task.Run(() => StoreReader.ReadAll(_database!)), "a scan");
            var inDoubt = _operations.Where(operation => operation is { IsAcknowledged: false, Verdict: not StoreVerdict.Refused }).ToList();
            bool IsPassedOver(string key) => inDoubt.Any(operation => operation.Touches(key)) || (AcceptsUnreadableRowsAfterStart && _hasRestarted && IsWaiting(key));
            var difference = StoreModel.Of(_operations.Where(operation => operation.Verdict == StoreVerdict.Done)).FindDifference(read, IsPassedOver);
            if (difference is not null)
                throw new TrialFailedException($"a scan on the way: {difference}{History(_operations.Select(operation => (operation, operation.Verdict)))}{Logged(_log)}");
        }
        catch (Exception error) when (_schedule.Failed > 0 && error is MarketStoreException { Kind: ErrorKind.StorageFailure })
        {
            tally.Add("scans refused");
        }
    }

    /// <summary>True when the log has said of a bucket that its files refuse.</summary>
    bool IsWaiting(string key) => _log.Errors.Any(text => text.StartsWith($"{key}: rows that are safe in the log", StringComparison.Ordinal));

    /// <summary>The engine goes on by itself: soon after the disk works again writes succeed, and all that is in the log can be read.</summary>
    async Task SucceedAfterwardsAsync()
    {
        var watch = Stopwatch.StartNew();
        for (var number = 1_000_000L; ; number += 10)
        {
            var operation = Workload.Afterwards(number);
            await RunAsync(operation);
            if (operation.IsAcknowledged)
                break;
            if (watch.Elapsed > RecoveryLimit)
                throw new TrialFailedException($"writes are still refused {RecoveryLimit.TotalSeconds} s after the disk works again");
            await Task.Delay(10);
        }

        while (true)
        {
            try
            {
                var read = await Patience.WaitAsync(Task.Run(() => StoreReader.ReadAll(_database!)), "a scan");
                CheckAgainst(read, [.. _operations.Select(operation => (operation, operation.Verdict))], "the same process, after the disk works again");
                break;
            }
            catch (TrialFailedException) when (watch.Elapsed < RecoveryLimit)
            {
                await Task.Delay(10);
            }
        }

        tally.Peak("seconds until all is well again", watch.Elapsed.TotalSeconds);
    }

    async Task<MemoryDisk> EndAsync()
    {
        if (plan.Ending == RunEnding.Stop)
        {
            await StopAsync();
            _killed = null;
        }
        else
        {
            lock (_gate)
            {
                _killed ??= _disk.Clone();
                _knownAtKill ??= [.. _operations.Select(operation => (operation, operation.Verdict))];
            }

            // Only so that its threads end; it works on a disk that nobody looks at any more.
            await StopAsync();
        }

        var left = _killed ?? _disk;
        if (plan.LosesFailedFlushes)
            left.ForgetLostFlushes();
        return left;
    }

    async Task StopAsync()
    {
        try
        {
            await Patience.WaitAsync(Task.Run(async () => await _database!.DisposeAsync()), "a stop");
        }
        catch (Exception error) when (error is not TrialFailedException)
        {
            throw new TrialFailedException($"a stop ends with {error}");
        }
    }

    /// <summary>On the thread that makes the call, before it is made.</summary>
    void MaybeKill(long call)
    {
        if (plan.Ending != RunEnding.KillSoonAfter || call != plan.Faults[0].First + plan.CallsUntilKill)
            return;
        lock (_gate)
        {
            _knownAtKill = [.. _operations.Select(operation => (operation, operation.Verdict))];
            _killed = _disk.Clone();
        }
    }

    /// <summary>Opens what is left on a disk that works: twice, with a write in between, and at the end no log is left.</summary>
    async Task CheckLeftAsync(MemoryDisk left)
    {
        var known = _knownAtKill is not null && _killed is not null ? _knownAtKill : [.. _operations.Select(operation => (operation, operation.Verdict))];
        var log = new CapturedLog();
        await using (var database = Open(left, log))
        {
            var certain = CheckAgainst(StoreReader.ReadAll(database), known, $"the next start{Logged(log)}");
            var more = Workload.Afterwards(2_000_000);
            await Patience.WaitAsync(more.RunAsync(database), "a write after the next start");
            known = [.. certain, (more, StoreVerdict.Done)];
            CheckAgainst(StoreReader.ReadAll(database), known, "the next start, after a write");
        }

        if (left.Files.FirstOrDefault(path => path.EndsWith(".mslog", StringComparison.Ordinal) || path.EndsWith(".walfile", StringComparison.Ordinal)) is { } rest)
            throw new TrialFailedException($"{rest} is left after a clean stop on a disk that works{Logged(log)}");
        if (Scrubber.Run(Options, left) is { IsClean: false } report)
            throw new TrialFailedException($"after a clean stop: {string.Join("; ", report.Findings.Take(5))}");
        await using (var database = Open(left, log))
            CheckAgainst(StoreReader.ReadAll(database), known, $"the start after a clean stop{Logged(log)}");
        if (log.Errors.Count > 0)
            throw new TrialFailedException($"on a disk that works:{Logged(log)}");
    }

    Database Open(IDisk disk, CapturedLog log) => Database.Open(Options, log, disk, TimeProvider.System);

    static string Logged(CapturedLog log) => string.Concat(log.Warnings.Take(5).Select(text => $"\n  logged: {text}"));

    /// <summary>Compares with every way in which open operations may have ended. Returns the one that fits.</summary>
    List<(StoreOperation Operation, StoreVerdict Verdict)> CheckAgainst(
        SortedDictionary<string, IReadOnlyList<StoreRow>> read, List<(StoreOperation Operation, StoreVerdict Verdict)> known, string when)
    {
        var open = known.Index().Where(entry => entry.Item.Verdict == StoreVerdict.Open).Select(entry => entry.Index).Take(MaxOpen).ToList();
        var differences = new SortedSet<string>(StringComparer.Ordinal);
        for (var ways = 0; ways < 1 << open.Count; ways++)
        {
            var tried = known.Index().Select(entry => (
                entry.Item.Operation,
                open.IndexOf(entry.Index) is >= 0 and var bit ? ((ways >> bit) & 1) != 0 ? StoreVerdict.Refused : StoreVerdict.Done : entry.Item.Verdict)).ToList();
            var difference = StoreModel.Of(tried.Where(entry => entry.Item2 == StoreVerdict.Done).Select(entry => entry.Operation)).FindDifference(read);
            if (difference is null)
                return tried;
            differences.Add(difference);
        }

        throw new TrialFailedException($"{when}: {string.Join(" or ", differences.Take(4))}{(open.Count > 0 ? $" ({open.Count} operations open)" : "")}{History(known)}{Logged(_log)}");
    }

    static string History(IEnumerable<(StoreOperation Operation, StoreVerdict Verdict)> known) =>
        string.Concat(known.Select(entry => $"\n  {entry.Verdict}{(entry.Operation.IsAcknowledged ? " (acknowledged)" : "")}: {entry.Operation}"));
}
