using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>Reads the rows of year files, those of one record type. For one scan and one thread.</summary>
internal interface IRowScanner : IDisposable
{
    /// <summary>Slots read so far, in use or not.</summary>
    long SlotsRead { get; }

    /// <summary>Rows that a range holds at most, or 0 where only reading them tells.</summary>
    long MostRows(YearFile file, SlotRange range);

    /// <summary>Appends the rows of a range, ascending, until there are <paramref name="rowLimit"/> rows in all.</summary>
    void Scan(YearFile file, SlotRange range, ColumnBuffers rows, long rowLimit, CancellationToken cancellationToken);

    /// <summary>The slot from which on a range surely holds so many rows, or the range's first; adds the rows to <paramref name="rowsFound"/>.</summary>
    long FindStart(YearFile file, SlotRange range, long rowsWanted, ref long rowsFound, CancellationToken cancellationToken);
}
