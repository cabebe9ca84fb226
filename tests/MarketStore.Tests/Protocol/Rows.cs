using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;

namespace MarketStore.Tests.Protocol;

/// <summary>Builds results to be encoded.</summary>
static class Rows
{
    public const string Suffix = ":Symbol/Timeframe/AttributeGroup";

    public static Column I8(string name, params long[] values) => Column.Of<long>(name, ElementType.Int64, values);

    public static Column I4(string name, params int[] values) => Column.Of<int>(name, ElementType.Int32, values);

    public static Column F4(string name, params float[] values) => Column.Of<float>(name, ElementType.Float32, values);

    public static Column F8(string name, params double[] values) => Column.Of<double>(name, ElementType.Float64, values);

    public static Column U1(string name, params byte[] values) => Column.Of<byte>(name, ElementType.UInt8, values);

    public static ColumnSeries Series(params Column[] columns) => new(columns, columns[0].RowCount);

    public static Dataset Dataset(string key, params Column[] columns) => Dataset((key, Series(columns)));

    public static Dataset Dataset(params (string Key, ColumnSeries Rows)[] buckets) =>
        new([.. buckets[0].Rows.Shapes], [.. buckets.Select(bucket => new DatasetBucket(bucket.Key + Suffix, bucket.Rows))]);

    public static QueryResponse Response(params Dataset?[] datasets) => new(datasets, "dev", "UTC", []);
}
