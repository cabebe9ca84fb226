using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Functions.Accumulators;
using MarketStore.Functions.Calls;
using MarketStore.Query.Scanning;
using MarketStore.Query.Tables;
using MarketStore.Sql.Results;
using MarketStore.Sql.Statements;
using MarketStore.Sql.Tables;
using MarketStore.Sql.Text;
using MarketStore.Storage;

namespace MarketStore.Sql.Execution;

/// <summary>Carries out calls of our functions. Rows of a bucket, all or a range of times, are read some at a time; what else a condition says, the SQL engine decides.</summary>
internal static class FunctionRun
{
    /// <exception cref="MarketStoreException">A call makes no sense, or its rows cannot be read.</exception>
    public static ColumnSeries Execute(FunctionStatement statement, SqlSession session)
    {
        var calls = statement.Items.Select(item => Located(session, item, () => new BoundCall(item.Call))).ToList();
        var context = new FunctionContext(session.Database.Zone, session.Clock) { LiteralErrorPrefix = "init aggfunc: " };
        if (statement.Source.Table is { } bucket)
            context = context with { RateChanges = () => RateChangeReader.Read(session.Database, FindOne(session, bucket).Symbols.First(), session.Ended) };
        var needed = calls.Exists(call => call.ColumnsRead is null) ? null : calls.SelectMany(call => call.ColumnsRead!).ToHashSet(StringComparer.Ordinal);
        var outputs = statement.Source is { Table: { } table, Range: { } range }
            ? OverBucket(statement, calls, context, session, table, range, needed)
            : OverRows(statement, calls, context, session, RowsOf(statement.Source, session, needed));
        var result = Combine(statement, outputs);
        return statement.Limit is { } limit && limit < result.RowCount ? result.Slice(0, (int)limit) : result;
    }

    static List<ColumnSeries> OverBucket(
        FunctionStatement statement, List<BoundCall> calls, FunctionContext context, SqlSession session, string table, TimeRange range, HashSet<string>? needed)
    {
        var source = FindOne(session, table);
        var names = needed is null ? null : source.Columns.Select(shape => shape.Name).Where(needed.Contains).ToHashSet(StringComparer.Ordinal);
        if (needed is not null)
            ThrowIfMissing(session, statement, needed, source);
        List<DataShape> shapes = [.. source.Columns.Where(shape => names is null || names.Contains(shape.Name) || IsAlwaysRead(shape.Name))];
        var report = new StatementTable(new BucketSource(source), hasTimestamps: false) { Bounds = new(range, null, null) };
        report.Report.Columns = [.. names ?? source.Columns.Select(shape => shape.Name).ToHashSet()];
        session.Notes.Add([report]);
        var runs = Start(statement, calls, context, session, shapes);
        using var rows = source.Open(new(range, names) { Counter = report.Report.Slots });
        while (rows.Next(session.Ended) is { } chunk)
        {
            using (chunk)
            {
                report.Report.AddRows(chunk.RowCount);
                foreach (var run in runs)
                    run.Add(chunk);
            }
        }

        return Finish(statement, session, runs);
    }

    static List<ColumnSeries> OverRows(FunctionStatement statement, List<BoundCall> calls, FunctionContext context, SqlSession session, ColumnSeries rows)
    {
        using (rows)
        {
            var runs = Start(statement, calls, context, session, [.. rows.Shapes]);
            foreach (var run in runs)
                run.Add(rows);
            return Finish(statement, session, runs);
        }
    }

    /// <summary>Rows that the SQL engine has to choose, or that a subquery makes.</summary>
    static ColumnSeries RowsOf(FunctionSource source, SqlSession session, HashSet<string>? needed)
    {
        if (source is { Query: FunctionStatement inner, Condition: null })
            return Execute(inner, session);
        if (source is { Query: QueryStatement query, Condition: null })
            return new QueryRun(session, query.Text).ToSeries();
        var columns = "*";
        if (source.Table is { } table && needed is not null)
        {
            var bucket = FindOne(session, table);
            columns = string.Join(", ", bucket.Columns.Select(shape => shape.Name).Where(name => needed.Contains(name) || IsAlwaysRead(name)).Select(SqlName.Quote));
        }

        return new QueryRun(session, $"SELECT {columns} FROM {source.Text}").ToSeries();
    }

    static List<IAccumulator> Start(FunctionStatement statement, List<BoundCall> calls, FunctionContext context, SqlSession session, List<DataShape> shapes) =>
        [.. calls.Select((call, position) => Located(session, statement.Items[position], () => call.Start(shapes, context)))];

    static List<ColumnSeries> Finish(FunctionStatement statement, SqlSession session, List<IAccumulator> runs) =>
        [.. runs.Select((run, position) => Located(session, statement.Items[position], run.Finish))];

    /// <summary>Puts the outputs side by side under one Epoch.</summary>
    static ColumnSeries Combine(FunctionStatement statement, List<ColumnSeries> outputs)
    {
        var first = outputs[0];
        if (outputs.Exists(output => output.RowCount != first.RowCount))
        {
            throw SqlErrors.Of(
                ErrorKind.InvalidRequest,
                $"the calls give {string.Join(", ", outputs.Select((output, position) => $"{output.RowCount} rows ({statement.Items[position].Call.Name})"))} and cannot stand side by side",
                "ask for each in a statement of its own");
        }

        var columns = new List<Column>();
        for (var position = 0; position < outputs.Count; position++)
        {
            foreach (var column in outputs[position].Columns)
            {
                if (column.Name == ColumnSeries.EpochName)
                {
                    if (position == 0)
                        columns.Add(column);
                    continue;
                }

                columns.Add(statement.Items[position].Alias is { } alias ? column with { Name = alias } : column);
            }
        }

        var names = ResultBuilder.Distinct(columns.Select(column => column.Name));
        return new(columns.Select((column, position) => column with { Name = names[position] }), first.RowCount);
    }

    static BucketTable FindOne(SqlSession session, string name)
    {
        var table = session.Queries.FindTable(name, session.Ended);
        return table.HasSymbols
            ? throw SqlErrors.Of(ErrorKind.InvalidRequest, $"functions of the store read the rows of one symbol, and `{name}` is of many", "use GROUP BY Symbol with the functions of SQL")
            : table;
    }

    /// <summary>Columns come with their types, so that whoever wrote a name wrong sees what there is.</summary>
    static void ThrowIfMissing(SqlSession session, FunctionStatement statement, HashSet<string> needed, BucketTable table)
    {
        foreach (var name in needed.Where(name => name != ColumnSeries.NanosecondsName && name != "*" && !table.Columns.Any(shape => shape.Name == name)))
        {
            var item = statement.Items.FirstOrDefault(item => item.Call.Arguments.Any(argument => argument == name || argument.EndsWith($"::{name}", StringComparison.Ordinal)));
            throw SqlErrors.At(
                session.Statement, item?.Offset ?? 0, $"there is no column {name} in `{table.Name}`", $"it has {string.Join(", ", table.Columns.Select(shape => $"{shape.Name} {shape.Type.DisplayName()}"))}");
        }
    }

    static bool IsAlwaysRead(string name) => name is ColumnSeries.EpochName or ColumnSeries.NanosecondsName;

    /// <summary>Says which call an error is about.</summary>
    static T Located<T>(SqlSession session, FunctionItem item, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (MarketStoreException error)
        {
            throw SqlErrors.At(session.Statement, item.Offset, $"{item.Call.Name}: {error.Message}");
        }
    }
}
