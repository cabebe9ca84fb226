using MarketStore.Core.Time;
using MarketStore.Storage;

namespace MarketStore.Query.Tables;

/// <summary>Which rows and columns of a table to read.</summary>
/// <param name="Range">Both ends inclusive, exact for ticks and for bars.</param>
/// <param name="Columns">Names of columns besides Epoch, in any order; null for all. Nanoseconds of ticks always come.</param>
public sealed record TableRead(TimeRange Range, IReadOnlyCollection<string>? Columns)
{
    /// <summary>The symbols to read; null for all.</summary>
    public IReadOnlySet<string>? Symbols { get; init; }

    /// <summary>The most rows of each symbol; null for all.</summary>
    public long? RowLimit { get; init; }

    /// <summary>Which end of the range a limit counts from.</summary>
    public ScanDirection Direction { get; init; }

    /// <summary>Counts the slots that are read for it; null when nobody wants to know.</summary>
    public ScanCounter? Counter { get; init; }
}
