using MarketStore.Protocol.Messages;

namespace MarketStore.Protocol.JsonRpc;

/// <summary>Reads the parameters of every method, once for all encodings.</summary>
internal static class RequestReader
{
    public static IReadOnlyList<QueryRequest> ReadQueries<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct => ReadRequests(ref tokens, ReadQuery);

    public static IReadOnlyList<WriteRequest> ReadWrites<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct => ReadRequests(ref tokens, ReadWrite);

    public static IReadOnlyList<CreateRequest> ReadCreates<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct => ReadRequests(ref tokens, ReadCreate);

    public static IReadOnlyList<KeyRequest> ReadKeys<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct => ReadRequests(ref tokens, ReadKey);

    public static IReadOnlyList<DeleteRequest> ReadDeletes<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct => ReadRequests(ref tokens, ReadDelete);

    public static ListSymbolsRequest ReadListSymbols<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct
    {
        var request = new ListSymbolsRequest();
        if (tokens.TryReadNil())
            return request;
        var cursor = tokens.StartObject();
        while (tokens.TryNextField(ref cursor, Fields.ListSymbols, out var field))
        {
            switch (field)
            {
                case 0: request = request with { Format = tokens.ReadText() ?? "" }; break;
                case 1: request = request with { Timeframe = tokens.ReadText() ?? "" }; break;
                case 2: request = request with { Date = tokens.ReadText() ?? "" }; break;
                default: tokens.Skip(); break;
            }
        }

        return request;
    }

    static List<TRequest> ReadRequests<TTokens, TRequest>(ref TTokens tokens, ValueReader<TTokens, TRequest> read)
        where TTokens : IRequestTokens, allows ref struct
    {
        List<TRequest> requests = [];
        if (tokens.TryReadNil())
            return requests;
        var cursor = tokens.StartObject();
        while (tokens.TryNextField(ref cursor, Fields.RequestList, out var field))
        {
            if (field == 0)
                requests = ReadList(ref tokens, read, RequestLimits.RequestWeight) ?? [];
            else
                tokens.Skip();
        }

        return requests;
    }

    static QueryRequest ReadQuery<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct
    {
        if (tokens.TryReadNil())
            return new();
        var (isSql, sql, destination, keyCategory) = (false, "", "", "");
        long? start = null, startNanos = null, end = null, endNanos = null, limit = null;
        var fromStart = false;
        IReadOnlyList<string>? columns = null, functions = null;
        var cursor = tokens.StartObject();
        while (tokens.TryNextField(ref cursor, Fields.Query, out var field))
        {
            switch (field)
            {
                case 0: isSql = tokens.ReadBoolean() ?? false; break;
                case 1: sql = tokens.ReadText() ?? ""; break;
                case 2: destination = tokens.ReadText() ?? ""; break;
                case 3: keyCategory = tokens.ReadText() ?? ""; break;
                case 4: start = tokens.ReadInteger(); break;
                case 5: startNanos = tokens.ReadInteger(); break;
                case 6: end = tokens.ReadInteger(); break;
                case 7: endNanos = tokens.ReadInteger(); break;
                case 8: limit = tokens.ReadInteger(); break;
                case 9: fromStart = tokens.ReadBoolean() ?? false; break;
                case 10: columns = ReadTexts(ref tokens); break;
                case 11: functions = ReadTexts(ref tokens); break;
                default: tokens.Skip(); break;
            }
        }

        return new()
        {
            IsSqlStatement = isSql,
            SqlStatement = sql,
            Destination = destination,
            KeyCategory = keyCategory,
            EpochStart = start,
            EpochStartNanos = startNanos,
            EpochEnd = end,
            EpochEndNanos = endNanos,
            LimitRecordCount = limit ?? 0,
            LimitFromStart = fromStart,
            Columns = columns ?? [],
            Functions = functions ?? [],
        };
    }

    static WriteRequest ReadWrite<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct
    {
        MultiDataset? dataset = null;
        var isVariable = false;
        if (tokens.TryReadNil())
            return new(dataset, isVariable);
        var cursor = tokens.StartObject();
        while (tokens.TryNextField(ref cursor, Fields.Write, out var field))
        {
            switch (field)
            {
                case 0: dataset = ReadDataset(ref tokens); break;
                case 1: isVariable = tokens.ReadBoolean() ?? false; break;
                default: tokens.Skip(); break;
            }
        }

        return new(dataset, isVariable);
    }

    public static MultiDataset? ReadDataset<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct
    {
        if (tokens.TryReadNil())
            return null;
        IReadOnlyList<string>? types = null, names = null;
        IReadOnlyList<ReadOnlyMemory<byte>>? data = null;
        IReadOnlyDictionary<string, long>? startIndex = null, lengths = null;
        var length = 0L;
        var cursor = tokens.StartObject();
        while (tokens.TryNextField(ref cursor, Fields.Dataset, out var field))
        {
            switch (field)
            {
                case 0: types = ReadTexts(ref tokens); break;
                case 1: names = ReadTexts(ref tokens); break;
                case 2: data = ReadList(ref tokens, static (ref TTokens inner) => inner.ReadBytes(), weight: 1); break;
                case 3: length = tokens.ReadInteger() ?? 0; break;
                case 4: startIndex = ReadCounts(ref tokens); break;
                case 5: lengths = ReadCounts(ref tokens); break;
                default: tokens.Skip(); break;
            }
        }

        var dataset = new MultiDataset { Types = types ?? [], Names = names ?? [], Data = data ?? [], Length = length };
        if (startIndex is not null)
            dataset = dataset with { StartIndex = startIndex };
        return lengths is null ? dataset : dataset with { Lengths = lengths };
    }

    static CreateRequest ReadCreate<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct
    {
        var request = new CreateRequest();
        if (tokens.TryReadNil())
            return request;
        var cursor = tokens.StartObject();
        while (tokens.TryNextField(ref cursor, Fields.Create, out var field))
        {
            switch (field)
            {
                case 0: request = request with { Key = tokens.ReadText() ?? "" }; break;
                case 1: request = request with { ColumnTypes = ReadTexts(ref tokens) }; break;
                case 2: request = request with { ColumnNames = ReadTexts(ref tokens) }; break;
                case 3: request = request with { IsVariableLength = tokens.ReadBoolean() }; break;
                case 4: request = request with { RowType = tokens.ReadText() }; break;
                case 5: request = request with { DataShapes = tokens.ReadText() }; break;
                default: tokens.Skip(); break;
            }
        }

        return request;
    }

    static KeyRequest ReadKey<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct
    {
        var key = "";
        if (tokens.TryReadNil())
            return new(key);
        var cursor = tokens.StartObject();
        while (tokens.TryNextField(ref cursor, Fields.Key, out var field))
        {
            if (field == 0)
                key = tokens.ReadText() ?? "";
            else
                tokens.Skip();
        }

        return new(key);
    }

    static DeleteRequest ReadDelete<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct
    {
        var request = new DeleteRequest();
        if (tokens.TryReadNil())
            return request;
        var cursor = tokens.StartObject();
        while (tokens.TryNextField(ref cursor, Fields.Delete, out var field))
        {
            switch (field)
            {
                case 0: request = request with { Key = tokens.ReadText() ?? "" }; break;
                case 1: request = request with { EpochStart = tokens.ReadInteger() }; break;
                case 2: request = request with { EpochStartNanos = tokens.ReadInteger() }; break;
                case 3: request = request with { EpochEnd = tokens.ReadInteger() }; break;
                case 4: request = request with { EpochEndNanos = tokens.ReadInteger() }; break;
                default: tokens.Skip(); break;
            }
        }

        return request;
    }

    static List<string>? ReadTexts<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct => ReadList(ref tokens, static (ref TTokens inner) => inner.ReadText() ?? "", weight: 1);

    static List<TValue>? ReadList<TTokens, TValue>(ref TTokens tokens, ValueReader<TTokens, TValue> read, int weight)
        where TTokens : IRequestTokens, allows ref struct
    {
        if (tokens.TryReadNil())
            return null;
        // Grows with what is really there; a claimed count is not believed.
        List<TValue> values = [];
        var cursor = tokens.StartList(weight);
        while (tokens.TryNextItem(ref cursor))
            values.Add(read(ref tokens));
        return values;
    }

    static Dictionary<string, long>? ReadCounts<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct
    {
        if (tokens.TryReadNil())
            return null;
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var cursor = tokens.StartMap();
        while (tokens.TryNextEntry(ref cursor, out var key))
            counts[key] = tokens.ReadInteger() ?? 0;
        return counts;
    }
}
