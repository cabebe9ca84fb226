using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>Rows to publish.</summary>
static class Bars
{
    public static TimeBucketKey Key(string symbol, string timeframe = "1Min", string group = "PX") => new(symbol, timeframe, group);

    /// <summary>Rows with a number each, one epoch for each number.</summary>
    public static ColumnSeries Numbers(long first, int count = 1) => new(
        [
            Column.Of<long>("Epoch", ElementType.Int64, [.. Enumerable.Range(0, count).Select(row => first + row)]),
            Column.Of<int>("N", ElementType.Int32, [.. Enumerable.Range(0, count).Select(row => (int)(first + row))]),
        ],
        count);

    /// <summary>Ticks of one second.</summary>
    public static ColumnSeries Ticks(long epoch, params int[] nanoseconds) => new(
        [
            Column.Of<long>("Epoch", ElementType.Int64, [.. nanoseconds.Select(_ => epoch)]),
            Column.Of<int>("Nanoseconds", ElementType.Int32, nanoseconds),
        ],
        nanoseconds.Length);

    /// <summary>One row of many bytes.</summary>
    public static ColumnSeries Wide(long number, int textLength) => new(
        [Column.Of<long>("Epoch", ElementType.Int64, [number]), Column.OfTexts("Text", textLength, new byte[textLength * 4])], 1);

    /// <summary>A message as a client sees it.</summary>
    public static string Message(string key, long number) => $$$"""{"key":"{{{key}}}","data":{"Epoch":{{{number}}},"N":{{{number}}}}}""";
}
