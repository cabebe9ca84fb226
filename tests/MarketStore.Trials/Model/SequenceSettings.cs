using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model;

/// <summary>What stays the same over a sequence, restarts and kills included.</summary>
sealed record SequenceSettings
{
    public required string ZoneName { get; init; }

    public required bool Compresses { get; init; }

    public required WalSync WalSync { get; init; }

    /// <summary>No log: then only clean stops are safe, and nothing is killed.</summary>
    public required bool WalBypass { get; init; }

    /// <summary>A few thousand make checkpoints come by themselves, with blocks to merge and rows to carry.</summary>
    public required long HotRowBytes { get; init; }

    public required long CheckpointLogBytes { get; init; }

    public required int MaxOpenFiles { get; init; }

    /// <summary>What decides what a listener is done with, and when; null where nobody listens.</summary>
    public int? ListenerSeed { get; init; }

    public ZoneRules Rules => ZoneRules.Of(ZoneName);

    public DatabaseOptions Options => new()
    {
        RootDirectory = "/data",
        Zone = MarketTimeZone.TryGet(ZoneName, out var zone) ? zone : throw new InvalidOperationException($"there is no zone {ZoneName}"),
        CompressVariableRecords = Compresses,
        WalSync = WalSync,
        WalBypass = WalBypass,
        HotRowBytes = HotRowBytes,
        CheckpointLogBytes = CheckpointLogBytes,
        MaxOpenFiles = MaxOpenFiles,
        CheckpointInterval = TimeSpan.FromDays(1),
    };

    public override string ToString() =>
        $"{ZoneName}, {(Compresses ? "compressed" : "plain")} blocks, {WalSync}{(WalBypass ? ", no log" : "")}, {HotRowBytes} B of ticks in memory, checkpoints after {CheckpointLogBytes} B, {MaxOpenFiles} open files{(ListenerSeed is { } seed ? FormattableString.Invariant($", listener {seed}") : "")}";
}
