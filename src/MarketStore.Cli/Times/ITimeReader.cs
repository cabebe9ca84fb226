using MarketStore.Core.Time;

namespace MarketStore.Cli.Times;

/// <summary>Reads the times of one file, all written alike.</summary>
internal interface ITimeReader
{
    /// <summary>What the texts have to be, for people.</summary>
    string Description { get; }

    bool TryRead(ReadOnlySpan<char> text, out EpochTime time);

    /// <summary>Reads a date and a time of day that stand in two columns.</summary>
    bool TryRead(ReadOnlySpan<char> date, ReadOnlySpan<char> clock, out EpochTime time);
}
