using MarketStore.Core.Series;

namespace MarketStore.Server.Streaming;

/// <summary>Where a row lies within its bucket.</summary>
internal readonly record struct RowPosition(long Epoch, int Nanoseconds) : IComparable<RowPosition>
{
    public static readonly RowPosition End = new(long.MaxValue, int.MaxValue);

    public static bool operator <(RowPosition left, RowPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(RowPosition left, RowPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(RowPosition left, RowPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RowPosition left, RowPosition right) => left.CompareTo(right) >= 0;

    public int CompareTo(RowPosition other) => Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Nanoseconds.CompareTo(other.Nanoseconds);

    public static RowPosition Min(RowPosition left, RowPosition right) => right < left ? right : left;

    /// <summary>The least position of rows in any order.</summary>
    public static RowPosition First(ColumnSeries rows)
    {
        var first = End;
        var positions = new RowPositions(rows);
        for (var row = 0; row < rows.RowCount; row++)
            first = Min(first, positions[row]);

        return first;
    }
}
