namespace MarketStore.Storage.Records;

/// <summary>Columns to write into, by number.</summary>
internal interface IColumnSpans
{
    /// <summary>All rows of a column.</summary>
    Span<byte> this[int column] { get; }
}
