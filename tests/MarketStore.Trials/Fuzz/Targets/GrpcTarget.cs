using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using MarketStore.Protocol.Grpc;
using MarketStore.TestKit.Rpc;
using MarketStore.Trials.Fuzz.Mutation;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>gRPC bodies through the service and the engine. The first byte chooses the method.</summary>
sealed class GrpcTarget : IFuzzTarget
{
    public const string TargetName = "grpc";

    // Not one of protobuf's own numbers, so that the fields of the maps keep theirs.
    static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    readonly FuzzServer _server = new();
    readonly IReadOnlyList<Method> _methods;

    public GrpcTarget() => _methods =
    [
        Of(MultiQueryRequest.Parser, _server.Grpc.Query),
        Of(MultiWriteRequest.Parser, _server.Grpc.Write),
        Of(MultiCreateRequest.Parser, _server.Grpc.Create),
        Of(MultiKeyRequest.Parser, _server.Grpc.Destroy),
        Of(ListSymbolsRequest.Parser, _server.Grpc.ListSymbols),
        Of(ServerVersionRequest.Parser, _server.Grpc.ServerVersion),
    ];

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Rpc;

    public IEnumerable<byte[]> Seeds
    {
        get
        {
            yield return [2, .. new MultiCreateRequest
            {
                Requests = { new CreateRequest { Key = "MSFT/1D/OHLCV", RowType = "fixed", DataShapes = { new DataShape { Name = "Open", Type = "f8" } } } },
            }.ToByteArray()];
            yield return [1, .. new MultiWriteRequest { Requests = { Bars(), Ticks() } }.ToByteArray()];
            yield return [0, .. new MultiQueryRequest
            {
                Requests =
                {
                    new QueryRequest { Destination = "AAPL/1Min/OHLCV", LimitRecordCount = 1, Columns = { "Close" } },
                    new QueryRequest { Destination = "TSLA/1Sec/TICK", EpochStart = 1, EpochEnd = 2_000_000_000, EpochEndNanos = 5, Functions = { "tickcandler('1Min',Price)" } },
                },
            }.ToByteArray()];
            yield return [0, .. new MultiQueryRequest { Requests = { new QueryRequest { Destination = "*/5Min/OHLCV", LimitFromStart = true, LimitRecordCount = 2 } } }.ToByteArray()];
            yield return [4, .. new ListSymbolsRequest { Format = ListSymbolsRequest.Types.Format.TimeBucketKey, Timeframe = "1Min", Date = "2020-06-01" }.ToByteArray()];
            yield return [5];
            yield return [3, .. new MultiKeyRequest { Requests = { new KeyRequest { Key = "MSFT" }, new KeyRequest { Key = "AAPL/1Min/NONE" } } }.ToByteArray()];
        }
    }

    public IEnumerable<byte[]> Words =>
    [
        .. SampleCalls.Texts().Where(text => text.Length < 128).Select(text => (byte[])[0x0A, (byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)]),
        .. SampleCalls.Texts().Select(Encoding.UTF8.GetBytes),
        [0x0B], [0x0C], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07],
    ];

    /// <summary>By way of the JSON that every protobuf message has.</summary>
    public byte[] Refine(byte[] original, byte[] mutated, Chance chance)
    {
        if (original.Length == 0)
            return mutated;
        var method = MethodOf(original);
        try
        {
            var message = method.Descriptor.Parser.ParseFrom(original, 1, original.Length - 1);
            var changed = new ValueMutator(chance, SampleCalls.Texts()).Mutate(PlainJson.Decode(Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message)), readsBlobs: true));
            return [original[0], .. Parser.Parse(Encoding.UTF8.GetString(PlainJson.Encode(changed)), method.Descriptor).ToByteArray()];
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or FormatException or InvalidOperationException or ArgumentException or JsonException)
        {
            // What was changed has no place in the message.
            return mutated;
        }
    }

    public string Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return "nothing";
        var method = MethodOf(input);
        try
        {
            var answer = method.Call(input[1..].ToArray()).GetAwaiter().GetResult();
            _server.ThrowDefects();
            return $"{method.Descriptor.Name}: {Describe(answer)}";
        }
        catch (InvalidProtocolBufferException refusal)
        {
            return $"{method.Descriptor.Name}, no message: {OutcomeText.KindOf(refusal.Message)}";
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.Unknown)
        {
            return $"{method.Descriptor.Name}, refused: {OutcomeText.KindOf(refusal.Status.Detail)}";
        }
        finally
        {
            // The status INTERNAL is how a defect ends; its cause says more.
            _server.ThrowDefects();
        }
    }

    public void Dispose() => _server.Dispose();

    Method MethodOf(ReadOnlySpan<byte> input) => _methods[input[0] % _methods.Count];

    static Method Of<TRequest, TAnswer>(MessageParser<TRequest> parser, Func<TRequest, ServerCallContext, Task<TAnswer>> call)
        where TRequest : IMessage<TRequest>, new()
        where TAnswer : IMessage => new(new TRequest().Descriptor, async body =>
        {
            var context = new FuzzCallContext();
            var answer = await call(parser.ParseFrom(body), context);
            // The message is encoded after the method, from rows that may be borrowed.
            return answer.ToByteArray() is { } bytes && answer.CalculateSize() == bytes.Length ? answer : throw new TrialFailedException("the answer has another size than it says");
        });

    static string Describe(IMessage answer) => answer switch
    {
        MultiServerResponse responses => string.Join(';', responses.Responses.Take(2).Select(response => OutcomeText.KindOf(response.Error))),
        MultiQueryResponse queries => string.Join(';', queries.Responses.Take(2).Select(response => DescribeResult(response.Result))),
        ListSymbolsResponse symbols => $"{Math.Min(symbols.Results.Count, 3)} names",
        _ => "",
    };

    /// <summary>Each column has the bytes of its type for all rows.</summary>
    static string DescribeResult(NumpyMultiDataset? result)
    {
        if (result is null)
            return "nil";
        var table = result.Data;
        if (table.ColumnNames.Count != table.ColumnTypes.Count || table.ColumnNames.Count != table.ColumnData.Count || result.Lengths.Values.Sum() != table.Length)
            throw new TrialFailedException("the parts of a result do not fit each other");
        for (var column = 0; column < table.ColumnTypes.Count; column++)
        {
            var size = table.ColumnTypes[column] is "U16" ? 64 : table.ColumnTypes[column][1] - '0';
            if (table.ColumnData[column].Length != (long)size * table.Length)
                throw new TrialFailedException($"column {table.ColumnNames[column]} has {table.ColumnData[column].Length} bytes for {table.Length} rows");
        }

        return $"{table.ColumnTypes.Count} columns, {Math.Min(table.Length, 3)} rows";
    }

    static WriteRequest Bars() => Write(
        "AAPL/1Min/OHLCV", isVariable: false, TypedColumn.Of("Epoch", 1_590_969_600L, 1_590_969_660), TypedColumn.Of("Open", 1f, 2), TypedColumn.Of("Close", 3f, 4), TypedColumn.Of("Volume", 5, 6));

    static WriteRequest Ticks() => Write("TSLA/1Sec/TICK", isVariable: true, TypedColumn.Of("Epoch", 1_590_969_600L), TypedColumn.Of("Nanoseconds", 7), TypedColumn.Of("Price", 1.5));

    static WriteRequest Write(string key, bool isVariable, params IReadOnlyList<TypedColumn> columns)
    {
        var table = new NumpyDataset { Length = columns[0].RowCount };
        foreach (var column in columns)
        {
            table.ColumnNames.Add(column.Name);
            table.ColumnTypes.Add(column.Type);
            table.ColumnData.Add(ByteString.CopyFrom(column.Bytes));
        }

        return new() { IsVariableLength = isVariable, Data = new() { Data = table, StartIndex = { [key] = 0 }, Lengths = { [key] = columns[0].RowCount } } };
    }

    sealed record Method(MessageDescriptor Descriptor, Func<byte[], Task<IMessage>> Call);
}
