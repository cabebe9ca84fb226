namespace MarketStore.Trials.DamagedFiles;

/// <summary>A record of a log segment, as far as damage is concerned.</summary>
/// <param name="Start">Where it begins in the segment.</param>
/// <param name="End">Where the next one begins.</param>
/// <param name="Key">The bucket, for a definition.</param>
/// <param name="Sequence">Its number, which says what was done.</param>
readonly record struct LogRecordSpan(int Start, int End, string? Key, ulong Sequence)
{
    public bool IsDefinition => Key is not null;
}
