using MarketStore.Core.Time;

namespace MarketStore.Storage;

/// <summary>Where a read that goes on in another scan has got to. For one scan at a time.</summary>
public sealed class ScanPosition
{
    /// <summary>The start of the first slot that has rows and was not read; null when the range is read to its end.</summary>
    public EpochTime? Next { get; internal set; }
}
