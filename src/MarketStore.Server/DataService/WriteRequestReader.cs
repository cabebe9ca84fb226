using System.Globalization;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;
using MarketStore.Storage;

namespace MarketStore.Server.DataService;

/// <summary>
/// Turns what a client sent into rows for the engine. Everything is checked before anything is handed on, so that a request is stored whole or not at all.
/// The rows are slices of the client's bytes.
/// </summary>
internal static class WriteRequestReader
{
    /// <summary>Returns nothing to write when no bucket has rows.</summary>
    /// <exception cref="MarketStoreException">The request makes no sense; the message says why.</exception>
    public static IReadOnlyList<BucketWrite> Read(WriteRequest request)
    {
        var dataset = request.Dataset ?? throw Invalid("the write request has no dataset");
        if (dataset.Names.Count == 0)
            throw Invalid("the dataset has no columns");
        if (dataset.Types.Count != dataset.Names.Count || dataset.Data.Count != dataset.Names.Count)
            throw Invalid($"the dataset has {dataset.Names.Count} column names, {dataset.Types.Count} types and {dataset.Data.Count} columns");
        RefuseRowsWithoutStart(dataset);
        if (!HasRows(dataset))
            return [];

        var columns = ReadColumns(dataset);
        var rowCount = CountRows(columns);
        RefuseBadTimes(columns);
        return ReadBuckets(dataset, columns, rowCount, request.IsVariableLength);
    }

    // A key that only "lengths" knows would be lost without a word.
    static void RefuseRowsWithoutStart(MultiDataset dataset)
    {
        foreach (var (key, length) in dataset.Lengths)
        {
            if (length > 0 && !dataset.StartIndex.ContainsKey(key))
                throw Invalid($"lengths has {length} rows for key \"{Shown(key)}\", which startindex does not name");
        }
    }

    static bool HasRows(MultiDataset dataset) =>
        dataset.Data.Any(data => data.Length > 0) && dataset.StartIndex.Keys.Any(key => dataset.Lengths.GetValueOrDefault(key) > 0);

    static Column[] ReadColumns(MultiDataset dataset)
    {
        var columns = new Column[dataset.Names.Count];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < columns.Length; index++)
        {
            var (name, data) = (dataset.Names[index], dataset.Data[index]);
            if (!ElementTypes.TryParseWireCode(dataset.Types[index], out var type))
                throw Invalid($"unsupported type string {Shown(dataset.Types[index])}");
            if (name.Length == 0)
                throw Invalid($"column {index} has no name");
            if (!names.Add(name))
                throw Invalid($"column name \"{Shown(name)}\" is repeated");
            if (data.Length % type.SizeInBytes() != 0)
                throw Invalid($"column {Shown(name)} has {data.Length} bytes, no multiple of the {type.SizeInBytes()} of its type {dataset.Types[index]}");
            columns[index] = new(name, type, data);
        }

        return columns;
    }

    static int CountRows(Column[] columns)
    {
        foreach (var column in columns)
        {
            if (column.RowCount != columns[0].RowCount)
                throw Invalid($"column {Shown(column.Name)} has {column.RowCount} rows, column {Shown(columns[0].Name)} has {columns[0].RowCount}");
        }

        return columns[0].RowCount;
    }

    static void RefuseBadTimes(Column[] columns)
    {
        if (!columns.Any(column => column is { Name: ColumnSeries.EpochName, Type: ElementType.Int64 }))
            throw Invalid("unexpected data type for Epoch column");
        if (columns.Any(column => column.Name == ColumnSeries.NanosecondsName && column.Type != ElementType.Int32))
            throw Invalid("unexpected data type for Nanoseconds column");
    }

    static List<BucketWrite> ReadBuckets(MultiDataset dataset, Column[] columns, int rowCount, bool isVariable)
    {
        var whole = new ColumnSeries(columns, rowCount);
        var writes = new List<BucketWrite>(dataset.StartIndex.Count);
        var seen = new HashSet<TimeBucketKey>();
        foreach (var (text, start) in dataset.StartIndex)
        {
            var length = dataset.Lengths.GetValueOrDefault(text);
            if (length <= 0)
                continue;
            var key = TimeBucketKey.Parse(text);
            if (!Timeframe.TryParse(key.Timeframe, out _))
                throw Invalid($"error: Unable to get timeframe from key {key}");
            if (!seen.Add(key))
                throw Invalid($"key {key} is given twice");
            if (start < 0 || start > rowCount || length > rowCount - start)
                throw Invalid($"key {key}: rows {start} to {Sum(start, length)} lie outside the {rowCount} rows of the dataset");
            writes.Add(new(key, length == rowCount ? whole : whole.Slice((int)start, (int)length), isVariable));
        }

        return writes;
    }

    static string Sum(long start, long length) => ((Int128)start + length).ToString(CultureInfo.InvariantCulture);

    static string Shown(string text) => ClientText.Printable(text);

    static MarketStoreException Invalid(string message) => new(ErrorKind.InvalidRequest, message);
}
