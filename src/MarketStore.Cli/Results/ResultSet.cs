using MarketStore.Client;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Results;

/// <summary>The answer to one query, as it is shown.</summary>
internal sealed class ResultSet
{
    /// <param name="zone">The zone that times are shown in.</param>
    /// <param name="askedForSeveral">Rows tell their symbol even if only one was found.</param>
    public ResultSet(IReadOnlyList<BucketRows> buckets, MarketTimeZone zone, bool askedForSeveral)
    {
        (Buckets, Zone) = ([.. buckets.Select(ResultBucket.Of)], zone);
        Columns = [.. KeyColumns(askedForSeveral), .. buckets.Count == 0 ? [] : DataColumns(buckets[0].Rows)];
    }

    public IReadOnlyList<ResultBucket> Buckets { get; }

    public IReadOnlyList<ResultColumn> Columns { get; }

    public MarketTimeZone Zone { get; }

    /// <summary>The time of a row; the nanoseconds of ticks are part of it.</summary>
    public static EpochTime TimeOf(ResultBucket bucket, int row)
    {
        var nanoseconds = bucket.Rows.TryGetColumn(ColumnSeries.NanosecondsName, out var column) && column.Value.Type == ElementType.Int32 ? column.Value.Values<int>()[row] : 0;
        return new(bucket.Rows.Epochs[row], nanoseconds);
    }

    /// <summary>A cell of any column that is no time.</summary>
    public static string TextOf(ResultColumn column, ResultBucket bucket, int row) => column.Kind switch
    {
        ResultColumnKind.Symbol => bucket.Symbol,
        ResultColumnKind.AttributeGroup => bucket.AttributeGroup,
        _ => CellText.Of(bucket.Rows.Columns[column.Index], row),
    };

    IEnumerable<ResultColumn> KeyColumns(bool askedForSeveral)
    {
        if (askedForSeveral || Buckets.Select(bucket => bucket.Symbol).Distinct().Count() > 1)
            yield return new("Symbol", ResultColumnKind.Symbol, -1);
        if (Buckets.Select(bucket => bucket.AttributeGroup).Distinct().Count() > 1)
            yield return new("AttributeGroup", ResultColumnKind.AttributeGroup, -1);
    }

    static IEnumerable<ResultColumn> DataColumns(ColumnSeries rows)
    {
        var hasTimes = rows.Columns.Any(IsTime);
        for (var index = 0; index < rows.Columns.Count; index++)
        {
            var column = rows.Columns[index];
            if (IsTime(column))
                yield return new(column.Name, ResultColumnKind.Time, index);
            else if (column.Type == ElementType.String16)
                yield return new(column.Name, ResultColumnKind.Text, index);
            else if (!hasTimes || column.Shape != new DataShape(ColumnSeries.NanosecondsName, ElementType.Int32))
                yield return new(column.Name, ResultColumnKind.Number, index);
        }
    }

    static bool IsTime(Column column) => column.Shape == new DataShape(ColumnSeries.EpochName, ElementType.Int64);
}
