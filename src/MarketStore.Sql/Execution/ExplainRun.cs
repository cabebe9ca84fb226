using System.Globalization;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Sql.Statements;
using MarketStore.Sql.Tables;

namespace MarketStore.Sql.Execution;

/// <summary>Carries out EXPLAIN: how the statement would be carried out; with ANALYZE, how it was, and what was read.</summary>
internal static class ExplainRun
{
    const string ColumnName = "explain-output";

    /// <returns>One column of texts, a line each.</returns>
    public static async Task<ColumnSeries> ExecuteAsync(ExplainStatement statement, SqlSession session, Func<SqlStatement, SqlSession, Task<ColumnSeries>> execute)
    {
        var lines = new List<string> { KindOf(statement.Inner) };
        if (statement.IsAnalyze)
        {
            using var rows = await execute(statement.Inner, session);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"result: {rows.RowCount} {(rows.RowCount == 1 ? "row" : "rows")}"));
        }
        else
        {
            Explain(statement.Inner, session);
        }

        foreach (var table in session.Notes.Tables)
            lines.AddRange(LinesOf(table, statement.IsAnalyze));
        lines.AddRange(session.Notes.Lines);
        return new([Column.OfTexts(ColumnName, lines)], lines.Count);
    }

    static void Explain(SqlStatement statement, SqlSession session)
    {
        switch (statement)
        {
            case QueryStatement query:
                new QueryRun(session, query.Text).Explain();
                break;
            case FunctionStatement { Source: { Table: { } table, Range: { } range } } functions:
                session.Notes.Add([new StatementTable(new BucketSource(session.Queries.FindTable(table, session.Ended)), hasTimestamps: false) { Bounds = new(range, null, null) }]);
                break;
            case FunctionStatement { Source.Query: { } inner }:
                Explain(inner, session);
                break;
            case FunctionStatement functions:
                new QueryRun(session, $"SELECT * FROM {functions.Source.Text}").Explain();
                break;
            case InsertStatement insert:
                Explain(insert.Query, session);
                break;
        }
    }

    static string KindOf(SqlStatement statement) => statement switch
    {
        QueryStatement => "query, by the SQL engine",
        FunctionStatement functions => $"functions: {string.Join(", ", functions.Items.Select(item => item.Call.Name))}",
        InsertStatement insert => $"insert into {insert.Target}; {KindOf(insert.Query)}",
        DeleteStatement delete => $"delete from {delete.Target}, {RangeText(delete.Range)}",
        CreateTableStatement create => $"create {create.Target}, {(create.RecordType == Core.Types.RecordType.Variable ? "variable" : "fixed")}",
        DropTableStatement drop => $"drop {drop.Target}",
        _ => "explain",
    };

    static IEnumerable<string> LinesOf(StatementTable table, bool isAnalyze)
    {
        yield return $"scan {table.Source.Name}";
        if (table.Source is BucketSource { Table: var buckets } && buckets.Sources is [var first, ..] && !buckets.HasSymbols && first.Key.ToString() != table.Source.Name)
            yield return $"  bars made of: {first.Key}";
        yield return $"  range: {RangeText(table.Bounds.Range)}";
        if (table.Bounds.Symbols is { } symbols)
            yield return $"  symbols: {string.Join(", ", symbols.Order(StringComparer.Ordinal).Take(20))}{(symbols.Count > 20 ? $" and {symbols.Count - 20} more" : "")}";
        if (table.Bounds.LastRows is { } last)
            yield return string.Create(CultureInfo.InvariantCulture, $"  limit: the last {last} rows");
        if (!isAnalyze)
            yield break;
        yield return $"  columns: {string.Join(", ", table.Report.Columns)}";
        yield return string.Create(CultureInfo.InvariantCulture, $"  slots read: {table.Report.Slots.SlotsRead}, rows: {table.Report.Rows}");
    }

    static string RangeText(TimeRange range) =>
        range == TimeRange.All ? "everything" : range.IsEmpty ? "nothing" : $"{(range.Start == EpochTime.MinValue ? "…" : TimeText(range.Start))} to {(range.End == EpochTime.MaxValue ? "…" : TimeText(range.End))}";

    static string TimeText(EpochTime time)
    {
        if (time.Seconds is < -62_135_596_800 or > 253_402_300_799)
            return time.Seconds.ToString(CultureInfo.InvariantCulture);
        var fraction = time.Nanoseconds == 0 ? "" : $".{time.Nanoseconds:D9}".TrimEnd('0');
        return $"{DateTimeOffset.FromUnixTimeSeconds(time.Seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)}{fraction}Z";
    }
}
