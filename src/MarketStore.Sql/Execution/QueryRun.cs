using System.Buffers;
using System.Text;
using System.Text.Json;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Functions.Calls;
using MarketStore.Sql.Engine;
using MarketStore.Sql.Pushdown;
using MarketStore.Sql.Results;
using MarketStore.Sql.Rewriting;
using MarketStore.Sql.Statements;
using MarketStore.Sql.Tables;
using MarketStore.Sql.Text;
using MarketStore.Sql.Worker.DuckDb;

namespace MarketStore.Sql.Execution;

/// <summary>
/// A query on its way through the SQL engine: names in back quotes become names of tables, calls of our functions in subqueries become tables of their rows, Epoch becomes a time where it
/// is used as one; the engine plans, what the plan needs of each table is read out of it, and only then rows are read.
/// </summary>
internal sealed class QueryRun
{
    const string Explanation = "EXPLAIN ";
    /// <summary>Bytes of the tree of a statement, and of its plan: some hundred for each word.</summary>
    const int MaxTextBytes = 64 << 20;

    const string ExplainPlan = "EXPLAIN (FORMAT json) ";

    readonly SqlSession _session;
    readonly StatementTables _tables;
    readonly string _query;
    readonly int _queryOffset;
    readonly TextEdits _names;
    TextEdits _times;
    EngineProcess _engine = null!;

    /// <param name="session">The statement.</param>
    /// <param name="query">The query, which may be a part of the statement.</param>
    public QueryRun(SqlSession session, string query)
    {
        (_session, _query) = (session, query);
        _queryOffset = Math.Max(0, session.Statement.IndexOf(query, StringComparison.Ordinal));
        _names = new(query);
        _times = new(query);
        _tables = new(session.Database, session.Queries, session.Ended);
    }

    /// <summary>The result, its types those of the wire.</summary>
    /// <exception cref="MarketStoreException">The query makes no sense or cannot be carried out.</exception>
    public ColumnSeries ToSeries()
    {
        TranslateNames();
        return WithEngine(() =>
        {
            using var result = Begin();
            var builder = new ResultBuilder(result.Columns, _session.Options.MaxResultBytes);
            while (Guarded(result.NextChunk))
            {
                _session.Ended.ThrowIfCancellationRequested();
                builder.Add(result);
            }

            return builder.ToSeries();
        });
    }

    /// <summary>Plans the query and carries nothing out.</summary>
    public void Explain()
    {
        TranslateNames();
        var plan = WithEngine(() =>
        {
            var sql = Prepare();
            PushDown(sql);
            // The tables get their numbers, and with them their bounds.
            return Encoding.UTF8.GetString(Guarded(() => ReadText(Explanation + sql), Explanation.Length).Span);
        });
        _session.Notes.Add(_tables.Tables);
        foreach (var line in plan.Split('\n'))
            _session.Notes.Add(line.TrimEnd('\r'));
    }

    /// <summary>Parts of the statement within this one have had an engine before, so that one is enough at a time.</summary>
    T WithEngine<T>(Func<T> step)
    {
        _engine = _session.TakeEngine();
        _engine.Tables = _tables;
        try
        {
            return step();
        }
        catch (ResultTooLargeException)
        {
            throw ResultBuilder.TooLarge();
        }
        finally
        {
            _session.ReleaseEngine();
        }
    }

    EngineResult Begin()
    {
        var sql = Prepare();
        PushDown(sql);
        var result = Guarded(() => _engine.Query(sql));
        _session.Notes.Add(_tables.Tables);
        if (result.Columns.All(column => column.Type == DuckDbType.Varchar || NumberResultColumns.Knows(column.Type)))
            return result;
        // Lists, structures and the like become texts.
        var columns = result.Columns.Select((column, position) => column.Type == DuckDbType.Varchar || NumberResultColumns.Knows(column.Type)
            ? $"#{position + 1}"
            : $"CAST(#{position + 1} AS VARCHAR) AS {SqlName.Quote(column.Name)}");
        var wrapped = $"SELECT {string.Join(", ", columns)} FROM ({sql}\n)";
        result.Dispose();
        _tables.Restart([.. _tables.Tables.Select(table => table.Bounds)]);
        return Guarded(() => _engine.Query(wrapped));
    }

    /// <summary>The query as the engine is to have it.</summary>
    string Prepare()
    {
        _times = new(_names.Apply());
        var serialized = Guarded(() => ReadText("SELECT json_serialize_sql($1::VARCHAR)", _times.Text));
        using var document = ParseTree(serialized);
        if (document.RootElement.TryGetProperty("statements", out var statements))
            Rewrite(statements);
        return _times.Apply();
    }

    void Rewrite(JsonElement statements)
    {
        try
        {
            new EpochRewriter(_times, _tables).Rewrite(statements);
        }
        catch (MisplacedTextException error)
        {
            throw SqlErrors.At(_session.Statement, _queryOffset + _names.Before(error.Offset), error.Message, error.Hint);
        }
    }

    /// <summary>The engine writes what is beyond a DOUBLE as Infinity, which is no JSON.</summary>
    static JsonDocument ParseTree(ReadOnlyMemory<byte> serialized)
    {
        try
        {
            return JsonDocument.Parse(serialized, new() { MaxDepth = 8_192 });
        }
        catch (JsonException)
        {
            throw SqlErrors.Of(ErrorKind.InvalidRequest, "the statement holds a number that is too large for a DOUBLE, or is nested too deeply");
        }
    }

    /// <summary>Finds out what is needed of each table.</summary>
    void PushDown(string sql)
    {
        var plan = Guarded(() => ReadText(ExplainPlan + sql), ExplainPlan.Length);
        _tables.Restart(PlanReader.Read(plan, _tables.Tables));
    }

    void TranslateNames()
    {
        var tokens = SqlLexer.Read(_query);
        var functions = 0;
        // Most statements have none, and looking for them in parentheses within parentheses takes the square of their number.
        var hasOwnCalls = tokens.Exists(token => token.Kind == SqlTokenKind.Word && FunctionRegistry.IsUnknownToSql(token.Value));
        for (var index = 0; index < tokens.Count; index++)
        {
            var token = tokens[index];
            // Each parenthesis may have all of the statement behind it read.
            _session.Ended.ThrowIfCancellationRequested();
            if (token.Kind == SqlTokenKind.QuotedName && _query[token.Start] == '`')
                _names.Replace(token.Start, token.End, SqlName.Quote(token.Value));
            else if (hasOwnCalls && token.IsSymbol("(") && tokens[index + 1].IsKeyword("SELECT") && TryFunctions(tokens, index + 1, out var statement, out var end))
            {
                var name = $"functions/{functions++}/rows";
                _tables.Add(new SeriesSource(name, SelectRun.Execute(statement, _session)));
                _names.Replace(tokens[index + 1].Start, tokens[end].Start, $"FROM \"{name}\"");
                index = end;
            }
        }
    }

    /// <summary>A subquery of calls of functions that the engine has not.</summary>
    bool TryFunctions(IReadOnlyList<SqlToken> tokens, int start, out FunctionStatement statement, out int end)
    {
        var cursor = new TokenCursor(_query, tokens, start);
        var parsed = FunctionParser.TryParse(cursor, depth: 0);
        (statement, end) = (parsed!, cursor.Position);
        return parsed is not null && cursor.Current.IsSymbol(")") && parsed.Items.Any(item => FunctionRegistry.IsUnknownToSql(item.Call.Name));
    }

    /// <summary>The texts of the last column of a small result, in UTF-8.</summary>
    /// <exception cref="MarketStoreException">It is not small: the statement is too long.</exception>
    ReadOnlyMemory<byte> ReadText(string sql, params ReadOnlySpan<string> parameters)
    {
        using var result = _engine.Query(sql, isExplain: sql.StartsWith(Explanation, StringComparison.Ordinal), parameters);
        var text = new ArrayBufferWriter<byte>();
        while (result.NextChunk())
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                var line = result.Text(result.Columns.Count - 1, row);
                if (text.WrittenCount + line.Length > MaxTextBytes)
                    throw TooLong();
                text.Write(line);
            }
        }

        return text.WrittenMemory;
    }

    static MarketStoreException TooLong() =>
        SqlErrors.Of(ErrorKind.LimitExceeded, "the statement has too many parts", "write the values of a long list into a bucket, and join it");

    /// <summary>Turns what the engine says into our errors, with the place in the client's statement.</summary>
    /// <param name="step">What the engine is to do.</param>
    /// <param name="lead">Characters that were put before the statement.</param>
    T Guarded<T>(Func<T> step, int lead = 0)
    {
        try
        {
            return step();
        }
        catch (EngineException error)
        {
            _session.Ended.ThrowIfCancellationRequested();
            throw SqlFaults.Translate(error, _session.Statement, OffsetOf(error, lead));
        }
        catch (EngineLostException error)
        {
            _session.Ended.ThrowIfCancellationRequested();
            throw SqlFaults.Translate(error);
        }
    }

    int? OffsetOf(EngineException error, int lead)
    {
        if (error.Position is not { } bytes)
            return null;
        var sql = _times.Apply();
        var utf8 = Encoding.UTF8.GetBytes(sql);
        var characters = Encoding.UTF8.GetCharCount(utf8, 0, Math.Clamp(bytes - lead, 0, utf8.Length));
        return _queryOffset + _names.Before(_times.Before(characters));
    }
}
