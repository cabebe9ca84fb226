using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;

namespace MarketStore.Server.DataService;

/// <summary>Turns a Create request, in any of the forms that clients send, into key, record type and columns.</summary>
internal static class CreateRequestReader
{
    /// <exception cref="MarketStoreException">The request makes no sense; the message says why.</exception>
    public static (TimeBucketKey Key, RecordType RecordType, IReadOnlyList<DataShape> Columns) Read(CreateRequest request)
    {
        var key = ReadKey(request.Key);
        if (!Timeframe.TryParse(key.Timeframe, out _))
            throw Invalid($"error: Unable to get timeframe from key {key}");
        var columns = ReadColumns(request, key);
        return (key, ReadRecordType(request), columns);
    }

    static TimeBucketKey ReadKey(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (text.LastIndexOf(':') != colon || (colon < 0 && text.Count(character => character == '/') != 2))
            throw Invalid($"key \"{ClientText.Printable(text)}\" is not in proper format, should be like: TSLA/1Min/OHLCV:Symbol/TimeFrame/AttributeGroup");
        return TimeBucketKey.Parse(text);
    }

    static RecordType ReadRecordType(CreateRequest request) => (request.IsVariableLength, request.RowType) switch
    {
        (true, _) or (null, "variable") => RecordType.Variable,
        (false, _) or (null, null or "fixed") => RecordType.Fixed,
        _ => throw Invalid($"record type \"{ClientText.Printable(request.RowType)}\" must be one of fixed or variable"),
    };

    static IReadOnlyList<DataShape> ReadColumns(CreateRequest request, TimeBucketKey key)
    {
        var columns = request.ColumnNames is null && request.DataShapes is { } text
            ? ReadShapes(text, key)
            : ReadLists(request.ColumnNames ?? [], request.ColumnTypes ?? [], key);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (column.Name.Length == 0)
                throw Invalid($"key {key}: a column has no name");
            if (!names.Add(column.Name))
                throw Invalid($"key {key}: column name \"{ClientText.Printable(column.Name)}\" is repeated");
        }

        return columns.Any(column => column.Name != ColumnSeries.EpochName) ? columns : throw Invalid($"key {key}: no columns besides Epoch are given");
    }

    static IReadOnlyList<DataShape> ReadShapes(string text, TimeBucketKey key) =>
        DataShapes.TryParse(text, out var shapes, out var reason) ? shapes : throw Invalid($"{ClientText.Printable(reason)} (key {key})");

    static DataShape[] ReadLists(IReadOnlyList<string> names, IReadOnlyList<string> types, TimeBucketKey key)
    {
        foreach (var type in types)
        {
            if (!TryParseType(type, out _))
                throw Invalid($"unexpected data type:{ClientText.Printable(type)} (key {key})");
        }

        if (names.Count != types.Count)
            throw Invalid($"key {key}: {names.Count} column names and {types.Count} column types are given");
        return [.. names.Zip(types, (name, type) => new DataShape(name, TryParseType(type, out var parsed) ? parsed : ElementType.None))];
    }

    /// <summary>The codes of the wire, and the words that the newer Python client sends: <c>FLOAT32</c>.</summary>
    public static bool TryParseType(string text, out ElementType type) => ElementTypes.TryParseWireCode(text, out type) || ElementTypes.TryParseShapeName(text, out type);

    static MarketStoreException Invalid(string message) => new(ErrorKind.InvalidRequest, message);
}
