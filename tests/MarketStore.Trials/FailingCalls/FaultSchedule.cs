using System.Collections.Concurrent;

namespace MarketStore.Trials.FailingCalls;

/// <summary>
/// Decides which calls of a run fail: counts them, and knows the numbers from which on it goes wrong and for how long. Any thread.
/// </summary>
/// <param name="faults">The first call that fails, how many more do, and how.</param>
sealed class FaultSchedule(params IReadOnlyList<(long First, long Count, DiskFault Fault)> faults)
{
    const int MaxNamed = 12;

    readonly ConcurrentQueue<string> _failures = new();
    long _calls;
    long _failed;
    volatile bool _isLifted;

    /// <summary>For a fault that lasts until it is lifted.</summary>
    public const long UntilLifted = long.MaxValue / 2;

    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>The first calls that failed, by their numbers.</summary>
    public IEnumerable<string> Failures => _failures;

    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Called before each call with its number, from whatever thread makes it.</summary>
    public Action<long>? BeforeCall { get; set; }

    /// <summary>Calls that fail as well, whatever their number.</summary>
    public Func<DiskCallKind, string, bool>? Refuses { get; set; }

    /// <summary>From now on nothing fails.</summary>
    public void Lift() => _isLifted = true;

    /// <summary>Counts a call and says how it fails, if it does. A full disk refuses only what needs space when the fault lasts.</summary>
    public DiskFault? Next(DiskCallKind kind, string path)
    {
        var number = Interlocked.Increment(ref _calls);
        BeforeCall?.Invoke(number);
        if (Refuses?.Invoke(kind, path) is true)
            return DiskFault.Broken;
        if (_isLifted)
            return null;
        foreach (var (first, count, fault) in faults)
        {
            if (number < first || number >= first + count)
                continue;
            if (count > 1 && fault != DiskFault.Broken && !NeedsSpace(kind))
                continue;
            if (Interlocked.Increment(ref _failed) <= MaxNamed)
                _failures.Enqueue($"{number} {kind} {path}");
            return fault;
        }

        return null;
    }

    static bool NeedsSpace(DiskCallKind kind) =>
        kind is DiskCallKind.CreateFile or DiskCallKind.CreateDirectory or DiskCallKind.Write or DiskCallKind.Flush or DiskCallKind.SyncDirectory or DiskCallKind.SyncFileSystem;
}
