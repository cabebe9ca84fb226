using System.Buffers;
using MarketStore.Core.Errors;
using MarketStore.Core.Types;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.Messages;
using MessagePack;

namespace MarketStore.Client.Wire;

/// <summary>Writes calls in MessagePack. Layout: docs/wire-protocol.md.</summary>
internal static class RequestWriter
{
    const string DefaultCategories = "Symbol/Timeframe/AttributeGroup";

    public static ReadOnlyMemory<byte> Envelope(string method, long id, ParameterWriter parameters)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteMapHeader(4);
        writer.Write("jsonrpc");
        writer.Write(RpcRequest.SupportedVersion);
        writer.Write("id");
        writer.Write(id);
        writer.Write("method");
        writer.Write(method);
        writer.Write("params");
        parameters(ref writer);
        writer.Flush();
        return buffer.WrittenMemory;
    }

    public static ParameterWriter Queries(IReadOnlyList<QueryRequest> queries) => (ref MessagePackWriter writer) =>
    {
        StartRequests(ref writer, queries.Count);
        foreach (var query in queries)
            WriteQuery(ref writer, query);
    };

    public static ParameterWriter Keys(IReadOnlyList<string> keys) => (ref MessagePackWriter writer) =>
    {
        StartRequests(ref writer, keys.Count);
        foreach (var key in keys)
        {
            writer.WriteMapHeader(1);
            writer.Write("key");
            writer.Write(key);
        }
    };

    public static ParameterWriter Create(string key, RecordType recordType, IReadOnlyList<DataShape> columns) => (ref MessagePackWriter writer) =>
    {
        StartRequests(ref writer, 1);
        writer.WriteMapHeader(4);
        writer.Write("key");
        writer.Write(key.Contains(':', StringComparison.Ordinal) ? key : $"{key}:{DefaultCategories}"); // the Go server insists
        writer.Write("column_types");
        WriteTexts(ref writer, [.. columns.Select(column => column.Type.WireCode())]);
        writer.Write("column_names");
        WriteTexts(ref writer, [.. columns.Select(column => column.Name)]);
        writer.Write("is_variable_length");
        writer.Write(recordType == RecordType.Variable);
    };

    public static ParameterWriter Write(IReadOnlyList<BucketRows> buckets, IReadOnlyList<DataShape> shapes, RecordType recordType) => (ref MessagePackWriter writer) =>
    {
        StartRequests(ref writer, 1);
        writer.WriteMapHeader(2);
        writer.Write("dataset");
        WriteDataset(ref writer, buckets, shapes);
        writer.Write("is_variable_length");
        writer.Write(recordType == RecordType.Variable);
    };

    public static ParameterWriter ListSymbols(string format) => (ref MessagePackWriter writer) =>
    {
        writer.WriteMapHeader(1);
        writer.Write("format");
        writer.Write(format);
    };

    static void StartRequests(ref MessagePackWriter writer, int count)
    {
        writer.WriteMapHeader(1);
        writer.Write("requests");
        writer.WriteArrayHeader(count);
    }

    static void WriteQuery(ref MessagePackWriter writer, QueryRequest query)
    {
        // What is not given is not sent: 0 is a bound like any other.
        (string Name, long? Value)[] bounds =
        [
            ("epoch_start", query.EpochStart), ("epoch_start_nanos", query.EpochStartNanos), ("epoch_end", query.EpochEnd), ("epoch_end_nanos", query.EpochEndNanos),
        ];
        writer.WriteMapHeader(8 + bounds.Count(bound => bound.Value is not null));
        writer.Write("is_sqlstatement");
        writer.Write(query.IsSqlStatement);
        writer.Write("sql_statement");
        writer.Write(query.SqlStatement);
        writer.Write("destination");
        writer.Write(query.Destination);
        writer.Write("key_category");
        writer.Write(query.KeyCategory);
        foreach (var (name, value) in bounds)
        {
            if (value is not { } number)
                continue;
            writer.Write(name);
            writer.Write(number);
        }

        writer.Write("limit_record_count");
        writer.Write(query.LimitRecordCount);
        writer.Write("limit_from_start");
        writer.Write(query.LimitFromStart);
        writer.Write("columns");
        WriteTexts(ref writer, query.Columns);
        writer.Write("functions");
        WriteTexts(ref writer, query.Functions);
    }

    // Buckets lie back to back in every column.
    static void WriteDataset(ref MessagePackWriter writer, IReadOnlyList<BucketRows> buckets, IReadOnlyList<DataShape> shapes)
    {
        writer.WriteMapHeader(6);
        writer.Write("types");
        WriteTexts(ref writer, [.. shapes.Select(shape => shape.Type.WireCode())]);
        writer.Write("names");
        WriteTexts(ref writer, [.. shapes.Select(shape => shape.Name)]);
        writer.Write("data");
        writer.WriteArrayHeader(shapes.Count);
        for (var column = 0; column < shapes.Count; column++)
        {
            writer.WriteBinHeader(ColumnBytes(buckets, column));
            foreach (var bucket in buckets)
                writer.WriteRaw(bucket.Rows.Columns[column].Data.Span);
        }

        writer.Write("length");
        writer.Write(buckets.Sum(bucket => (long)bucket.Rows.RowCount));
        writer.Write("startindex");
        writer.WriteMapHeader(buckets.Count);
        var start = 0L;
        foreach (var bucket in buckets)
        {
            writer.Write(bucket.Key);
            writer.Write(start);
            start += bucket.Rows.RowCount;
        }

        writer.Write("lengths");
        writer.WriteMapHeader(buckets.Count);
        foreach (var bucket in buckets)
        {
            writer.Write(bucket.Key);
            writer.Write(bucket.Rows.RowCount);
        }
    }

    static int ColumnBytes(IReadOnlyList<BucketRows> buckets, int column)
    {
        var bytes = buckets.Sum(bucket => (long)bucket.Rows.Columns[column].Data.Length);
        return bytes <= int.MaxValue ? (int)bytes : throw new MarketStoreException(ErrorKind.LimitExceeded, $"{bytes} bytes in one column are more than one write can carry");
    }

    static void WriteTexts(ref MessagePackWriter writer, IReadOnlyList<string> texts)
    {
        writer.WriteArrayHeader(texts.Count);
        foreach (var text in texts)
            writer.Write(text);
    }
}
