using MarketStore.Core.Series;

namespace MarketStore.Storage.Records;

/// <summary>Rows of one bucket, their columns in the bucket's order and types.</summary>
internal readonly record struct MatchedRows(int RowCount, Column Epoch, Column? Nanoseconds, Column[] Columns)
{
    public ReadOnlySpan<long> Epochs => Epoch.Values<long>();

    /// <summary>Empty when all nanoseconds are 0.</summary>
    public ReadOnlySpan<int> NanosecondValues => Nanoseconds is { } column ? column.Values<int>() : [];
}
