namespace MarketStore.Protocol.JsonRpc;

/// <summary>The fields of every object of the contract. The order is the contract too: an object may come as an array of its fields.</summary>
internal static class Fields
{
    public static readonly FieldName JsonRpc = new("jsonrpc", "jsonrpc");
    public static readonly FieldName Method = new("method", "method");
    public static readonly FieldName Parameters = new("params", "params");
    public static readonly FieldName Id = new("id", "id");
    public static readonly FieldName RpcResult = new("result", "result");
    public static readonly FieldName RpcError = new("error", "error");
    public static readonly FieldName Code = new("code", "code");
    public static readonly FieldName Message = new("message", "message");
    public static readonly FieldName ErrorData = new("data", "data");

    public static readonly FieldName Requests = new("requests", "Requests");
    public static readonly FieldName Responses = new("responses", "Responses");
    public static readonly FieldName Result = new("result", "Result");
    public static readonly FieldName Version = new("version", "Version");
    public static readonly FieldName Timezone = new("timezone", "Timezone");
    public static readonly FieldName Error = new("error", "Error");
    public static readonly FieldName Rows = new("rows", "Rows");

    public static readonly FieldName Types = new("types", "ColumnTypes");
    public static readonly FieldName Names = new("names", "ColumnNames");
    public static readonly FieldName Data = new("data", "ColumnData");
    public static readonly FieldName Length = new("length", "Length");
    public static readonly FieldName StartIndex = new("startindex", "StartIndex");
    public static readonly FieldName Lengths = new("lengths", "Lengths");

    public static readonly FieldName LatestYear = new("LatestYear", "LatestYear");
    public static readonly FieldName TimeFrame = new("TimeFrame", "TimeFrame");
    public static readonly FieldName Shapes = new("DSV", "DSV");
    public static readonly FieldName ShapeName = new("Name", "Name");
    public static readonly FieldName ShapeType = new("Type", "Type");
    public static readonly FieldName RecordType = new("RecordType", "RecordType");
    public static readonly FieldName ServerResponse = new("ServerResp", "ServerResp");
    public static readonly FieldName Results = new("Results", "Results");

    public static readonly FieldName[] Envelope = [JsonRpc, Method, Parameters, Id];

    public static readonly FieldName[] RequestList = [Requests];

    public static readonly FieldName[] Query =
    [
        new("is_sqlstatement", "IsSQLStatement"), new("sql_statement", "SQLStatement"), new("destination", "Destination"), new("key_category", "KeyCategory"),
        new("epoch_start", "EpochStart"), new("epoch_start_nanos", "EpochStartNanos"), new("epoch_end", "EpochEnd"), new("epoch_end_nanos", "EpochEndNanos"),
        new("limit_record_count", "LimitRecordCount"), new("limit_from_start", "LimitFromStart"), new("columns", "Columns"), new("functions", "Functions"),
    ];

    public static readonly FieldName[] Write = [new("dataset", "Data"), new("is_variable_length", "IsVariableLength")];

    public static readonly FieldName[] Dataset = [Types, Names, Data, Length, StartIndex, Lengths];

    public static readonly FieldName[] Create =
    [
        new("key", "Key"), new("column_types", "ColumnTypes"), new("column_names", "ColumnNames"), new("is_variable_length", "IsVariableLength"),
        new("row_type", "RowType"), new("data_shapes", "DataShapes"),
    ];

    public static readonly FieldName[] Key = [new("key", "Key")];

    public static readonly FieldName[] Delete =
    [
        new("key", "Key"), new("epoch_start", "EpochStart"), new("epoch_start_nanos", "EpochStartNanos"), new("epoch_end", "EpochEnd"), new("epoch_end_nanos", "EpochEndNanos"),
    ];

    public static readonly FieldName[] ListSymbols = [new("format", "Format"), new("timeframe", "Timeframe"), new("date", "Date")];
}
