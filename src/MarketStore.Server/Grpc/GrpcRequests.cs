using Google.Protobuf.Collections;
using MarketStore.Protocol.Messages;
using Wire = MarketStore.Protocol.Grpc;

namespace MarketStore.Server.Grpc;

/// <summary>Turns gRPC messages into those of the data service. Columns stay the bytes of the received message.</summary>
internal static class GrpcRequests
{
    /// <summary>proto3 has no "not given": 0 means it for the end only.</summary>
    public static DeleteRequest Read(Wire.DeleteRequest request) => new()
    {
        Key = request.Key,
        EpochStart = request.HasEpochStart ? request.EpochStart : null,
        EpochStartNanos = request.HasEpochStartNanos ? request.EpochStartNanos : null,
        EpochEnd = request.HasEpochEnd ? request.EpochEnd : null,
        EpochEndNanos = request.HasEpochEndNanos ? request.EpochEndNanos : null,
    };

    public static QueryRequest Read(Wire.QueryRequest request) => new()
    {
        IsSqlStatement = request.IsSqlStatement,
        SqlStatement = request.SqlStatement,
        Destination = request.Destination,
        KeyCategory = request.KeyCategory,
        EpochStart = request.EpochStart,
        EpochStartNanos = request.EpochStartNanos,
        EpochEnd = request.EpochEnd == 0 ? null : request.EpochEnd,
        EpochEndNanos = request.EpochEndNanos,
        LimitRecordCount = request.LimitRecordCount,
        LimitFromStart = request.LimitFromStart,
        Columns = request.Columns,
        Functions = request.Functions,
    };

    public static WriteRequest Read(Wire.WriteRequest request) =>
        new(request.Data?.Data is { } table ? Read(table, request.Data) : null, request.IsVariableLength);

    /// <summary>The record type must be given by its word.</summary>
    public static CreateRequest Read(Wire.CreateRequest request) => new()
    {
        Key = request.Key,
        ColumnNames = [.. request.DataShapes.Select(shape => shape.Name)],
        ColumnTypes = [.. request.DataShapes.Select(shape => shape.Type)],
        RowType = request.RowType,
    };

    /// <summary>Any format but the first means keys.</summary>
    public static ListSymbolsRequest Read(Wire.ListSymbolsRequest request) => new()
    {
        Format = request.Format == Wire.ListSymbolsRequest.Types.Format.Symbol ? "" : ListSymbolsRequest.KeyFormat,
        Timeframe = request.Timeframe,
        Date = request.Date,
    };

    static MultiDataset Read(Wire.NumpyDataset table, Wire.NumpyMultiDataset dataset) => new()
    {
        Types = table.ColumnTypes,
        Names = table.ColumnNames,
        Data = [.. table.ColumnData.Select(column => column.Memory)],
        Length = table.Length,
        StartIndex = Widen(dataset.StartIndex),
        Lengths = Widen(dataset.Lengths),
    };

    static Dictionary<string, long> Widen(MapField<string, int> counts) =>
        counts.ToDictionary(entry => entry.Key, entry => (long)entry.Value, StringComparer.Ordinal);
}
