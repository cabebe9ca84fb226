using Google.Protobuf;
using MarketStore.Protocol.Grpc;
using MarketStore.TestKit.Golden;

namespace MarketStore.EndToEnd.Tests.TestKit;

/// <summary>Turns parameters of JSON-RPC into messages of gRPC, where that wire has words for them and means the same.</summary>
static class GrpcRequests
{
    static readonly HashSet<string> QueryKeys =
    [
        "is_sqlstatement", "sql_statement", "destination", "key_category", "epoch_start", "epoch_start_nanos", "epoch_end", "epoch_end_nanos",
        "limit_record_count", "limit_from_start", "columns", "functions",
    ];

    /// <returns>Null if gRPC cannot say it.</returns>
    public static IMessage? Translate(string method, object? parameters)
    {
        if (parameters is not Dictionary<string, object?> map)
            return null;
        if (method == "DataService.ListSymbols")
            return new ListSymbolsRequest { Format = map.GetValueOrDefault("format") is "tbk" ? ListSymbolsRequest.Types.Format.TimeBucketKey : ListSymbolsRequest.Types.Format.Symbol };
        if (map.GetValueOrDefault("requests") is not IReadOnlyList<object?> requests || !requests.All(request => request is Dictionary<string, object?>))
            return null;

        var maps = requests.Cast<Dictionary<string, object?>>().ToList();
        try
        {
            return method switch
            {
                "DataService.Query" => maps.TrueForAll(MeansTheSame) ? new MultiQueryRequest { Requests = { maps.Select(ToQuery) } } : null,
                "DataService.Write" => new MultiWriteRequest { Requests = { maps.Select(ToWrite) } },
                "DataService.Create" => new MultiCreateRequest { Requests = { maps.Select(ToCreate) } },
                "DataService.Destroy" => new MultiKeyRequest { Requests = { maps.Select(request => new KeyRequest { Key = Text(request, "key") }) } },
                _ => null,
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null; // a value of a type or size that a field of gRPC cannot hold
        }
    }

    // Over gRPC nanoseconds count without their seconds too, and an end of 0 is no end.
    static bool MeansTheSame(Dictionary<string, object?> request) =>
        request.Keys.All(QueryKeys.Contains)
        && request.GetValueOrDefault("epoch_end") is not 0L
        && (!request.ContainsKey("epoch_start_nanos") || request.ContainsKey("epoch_start"))
        && (!request.ContainsKey("epoch_end_nanos") || request.ContainsKey("epoch_end"));

    static QueryRequest ToQuery(Dictionary<string, object?> request) => new()
    {
        IsSqlStatement = Flag(request, "is_sqlstatement"),
        SqlStatement = Text(request, "sql_statement"),
        Destination = Text(request, "destination"),
        KeyCategory = Text(request, "key_category"),
        EpochStart = Number(request, "epoch_start"),
        EpochStartNanos = Number(request, "epoch_start_nanos"),
        EpochEnd = Number(request, "epoch_end"),
        EpochEndNanos = Number(request, "epoch_end_nanos"),
        LimitRecordCount = checked((int)Number(request, "limit_record_count")),
        LimitFromStart = Flag(request, "limit_from_start"),
        Columns = { Texts(request, "columns") },
        Functions = { Texts(request, "functions") },
    };

    static WriteRequest ToWrite(Dictionary<string, object?> request) => new()
    {
        Data = request.GetValueOrDefault("dataset") is { } dataset ? ToDataset(Plain.Map(dataset, "dataset")) : null,
        IsVariableLength = Flag(request, "is_variable_length"),
    };

    static NumpyMultiDataset ToDataset(Dictionary<string, object?> dataset) => new()
    {
        Data = new()
        {
            ColumnTypes = { Texts(dataset, "types") },
            ColumnNames = { Texts(dataset, "names") },
            ColumnData = { List(dataset, "data").Select(data => ByteString.CopyFrom(Plain.Blob(data, "data"))) },
            Length = checked((int)Number(dataset, "length")),
        },
        StartIndex = { Counts(dataset, "startindex") },
        Lengths = { Counts(dataset, "lengths") },
    };

    static CreateRequest ToCreate(Dictionary<string, object?> request)
    {
        var names = Texts(request, "column_names").ToList();
        var types = Texts(request, "column_types").ToList();
        if (names.Count != types.Count)
            throw new FormatException("names without types");
        return new()
        {
            Key = Text(request, "key"),
            DataShapes = { names.Zip(types, (name, type) => new DataShape { Name = name, Type = type }) },
            RowType = Flag(request, "is_variable_length") ? "variable" : "fixed",
        };
    }

    static bool Flag(Dictionary<string, object?> map, string key) => map.GetValueOrDefault(key) switch
    {
        null => false,
        bool flag => flag,
        _ => throw new FormatException($"{key} is no flag"),
    };

    static string Text(Dictionary<string, object?> map, string key) => map.GetValueOrDefault(key) is { } value ? Plain.Text(value, key) : "";

    static long Number(Dictionary<string, object?> map, string key) => map.GetValueOrDefault(key) switch
    {
        null => 0,
        long number => number,
        _ => throw new FormatException($"{key} is no number"),
    };

    static IReadOnlyList<object?> List(Dictionary<string, object?> map, string key) => Plain.List(map.GetValueOrDefault(key), key);

    static IEnumerable<string> Texts(Dictionary<string, object?> map, string key) => List(map, key).Select(item => Plain.Text(item, key));

    static Dictionary<string, int> Counts(Dictionary<string, object?> map, string key) =>
        map.GetValueOrDefault(key) is null ? [] : Plain.Map(map[key], key).Keys.ToDictionary(bucket => bucket, bucket => checked((int)Number(Plain.Map(map[key], key), bucket)));
}
