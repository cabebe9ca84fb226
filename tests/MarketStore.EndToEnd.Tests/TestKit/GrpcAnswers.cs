using MarketStore.Protocol.Grpc;

namespace MarketStore.EndToEnd.Tests.TestKit;

/// <summary>Turns answers of gRPC into the shape that JSON-RPC gives them.</summary>
static class GrpcAnswers
{
    public static Dictionary<string, object?> ToMap(MultiQueryResponse answer) => new()
    {
        ["responses"] = answer.Responses.Select(response => (object?)new Dictionary<string, object?> { ["result"] = response.Result is { } dataset ? ToMap(dataset) : null }).ToList(),
        ["version"] = answer.Version,
        ["timezone"] = answer.Timezone,
    };

    public static Dictionary<string, object?> ToMap(MultiServerResponse answer) => new()
    {
        ["responses"] = answer.Responses.Select(response => (object?)new Dictionary<string, object?> { ["error"] = response.Error, ["version"] = response.Version }).ToList(),
    };

    public static Dictionary<string, object?> ToMap(ListSymbolsResponse answer) => new() { ["Results"] = answer.Results.Select(name => (object?)name).ToList() };

    static Dictionary<string, object?> ToMap(NumpyMultiDataset dataset) => new()
    {
        ["types"] = dataset.Data.ColumnTypes.Select(type => (object?)type).ToList(),
        ["names"] = dataset.Data.ColumnNames.Select(name => (object?)name).ToList(),
        ["data"] = dataset.Data.ColumnData.Select(data => (object?)data.ToByteArray()).ToList(),
        ["length"] = (long)dataset.Data.Length,
        ["startindex"] = dataset.StartIndex.ToDictionary(entry => entry.Key, entry => (object?)(long)entry.Value),
        ["lengths"] = dataset.Lengths.ToDictionary(entry => entry.Key, entry => (object?)(long)entry.Value),
    };
}
