using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;

namespace MarketStore.Server.Streaming.RowEncoding;

/// <summary>Where the rows of a series lie within their bucket: their times.</summary>
internal readonly ref struct RowPositions
{
    /// <summary>Behind every row.</summary>
    public static readonly EpochTime End = new(long.MaxValue, int.MaxValue);

    readonly ReadOnlySpan<long> _epochs;
    readonly ReadOnlySpan<int> _nanoseconds;

    public RowPositions(ColumnSeries rows)
    {
        _epochs = rows.Epochs;
        _nanoseconds = rows.TryGetColumn(ColumnSeries.NanosecondsName, out var column) && column.Value.Type == ElementType.Int32 ? column.Value.Values<int>() : [];
    }

    /// <summary>Rows of one position are several rows, and not one that was written over.</summary>
    public bool AreVariable => !_nanoseconds.IsEmpty;

    public EpochTime this[int row] => new(_epochs.IsEmpty ? 0 : _epochs[row], _nanoseconds.IsEmpty ? 0 : _nanoseconds[row]);

    public static EpochTime Min(EpochTime left, EpochTime right) => right < left ? right : left;
}
