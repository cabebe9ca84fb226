namespace MarketStore.Trials.Endurance;

/// <summary>What a server takes of its machine at one moment.</summary>
/// <param name="AtSeconds">From the start of the run.</param>
/// <param name="ManagedBytes">Objects on the managed heap, garbage included.</param>
/// <param name="PauseSeconds">Time in which collections held all threads, since the server's start.</param>
sealed record ServerSample(
    double AtSeconds,
    long ResidentBytes,
    double ManagedBytes,
    double CommittedBytes,
    double PauseSeconds,
    double LongestPauseSeconds,
    double ProcessorSeconds,
    double StartupSeconds,
    double DiskBytes,
    int Handles,
    int LogSegments,
    long LogBytes);
