using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Sql.Statements;
using MarketStore.Sql.Text;
using MarketStore.Storage;

namespace MarketStore.Sql.Execution;

/// <summary>Carries out INSERT INTO: the rows of a query become rows of a bucket, matched by name. A bucket that is not there is made with the query's columns.</summary>
internal static class InsertRun
{
    /// <returns>One row: the time, and how many rows were written.</returns>
    /// <exception cref="MarketStoreException">Nothing was written.</exception>
    public static async Task<ColumnSeries> ExecuteAsync(InsertStatement statement, SqlSession session)
    {
        using var found = SelectRun.Execute(statement.Query, session);
        using var rows = Named(statement, session, found);
        var isVariable = IsVariable(statement, session, rows);
        if (rows.RowCount > 0)
            await session.Database.WriteAsync([new(statement.Target, rows, isVariable)], session.Ended);
        return new(
        [
            Column.Of(ColumnSeries.EpochName, ElementType.Int64, [session.Clock.GetUtcNow().ToUnixTimeSeconds()]),
            Column.Of("Rows Written", ElementType.Float32, [(float)rows.RowCount]),
        ],
        rowCount: 1);
    }

    /// <summary>The query's columns under the names of the bucket's.</summary>
    static ColumnSeries Named(InsertStatement statement, SqlSession session, ColumnSeries rows)
    {
        if (statement.Columns is { } list)
        {
            if (list.Count != rows.Columns.Count)
                throw SqlErrors.Of(ErrorKind.InvalidRequest, $"INSERT names {list.Count} columns, and the query has {rows.Columns.Count}");
            // A query that has all the names gives them in any order, as clients of the Go server write it; otherwise the position counts, as in SQL.
            if (!list.All(name => rows.TryGetColumn(name, out _)))
                rows = new(rows.Columns.Select((column, position) => column with { Name = list[position] }), rows.RowCount);
        }

        else if (!rows.TryGetColumn(ColumnSeries.EpochName, out _) && session.Database.TryGetBucket(statement.Target, out var known))
        {
            // Nothing but the order says what is what: that of the bucket's columns.
            List<string> names = [ColumnSeries.EpochName, .. known.Columns.Select(shape => shape.Name)];
            if (known.RecordType == RecordType.Variable && rows.Columns.Count > names.Count)
                names.Add(ColumnSeries.NanosecondsName);
            if (names.Count == rows.Columns.Count)
                rows = new(rows.Columns.Select((column, position) => column with { Name = names[position] }), rows.RowCount);
        }

        rows = WithWideTimes(rows);
        if (!rows.TryGetColumn(ColumnSeries.EpochName, out var epoch) || epoch.Value.Type != ElementType.Int64)
            throw SqlErrors.Of(ErrorKind.InvalidRequest, "INSERT needs a column Epoch of whole seconds", "name it: INSERT INTO … SELECT Epoch, … or … AS Epoch");
        if (!session.Database.TryGetBucket(statement.Target, out var bucket))
            return rows;
        var missing = bucket.Columns.Where(shape => !rows.TryGetColumn(shape.Name, out _)).Select(shape => shape.Name).ToList();
        if (missing.Count > 0)
            throw SqlErrors.Of(ErrorKind.InvalidRequest, $"the query has no columns [{string.Join(' ', missing)}], which {statement.Target} has", $"name them: INSERT INTO `{statement.Target}` (Epoch, …) SELECT …");
        // What the bucket has not is left out, as the rest of a SELECT * is.
        return new(rows.Columns.Where(column => IsOf(bucket, column.Name)), rows.RowCount);
    }

    /// <summary>Written as literals, times are numbers of 32 bits.</summary>
    static ColumnSeries WithWideTimes(ColumnSeries rows) => rows.TryGetColumn(ColumnSeries.EpochName, out var epoch) && epoch.Value.Type == ElementType.Int32
        ? new(rows.Columns.Select(column => column.Name == ColumnSeries.EpochName ? Coercion.To(column, ElementType.Int64) : column), rows.RowCount)
        : rows;

    static bool IsOf(BucketInfo bucket, string name) =>
        name == ColumnSeries.EpochName || (name == ColumnSeries.NanosecondsName && bucket.RecordType == RecordType.Variable) || bucket.Columns.Any(shape => shape.Name == name);

    /// <summary>A bucket says it itself; one that is made is of ticks if the rows have nanoseconds.</summary>
    static bool IsVariable(InsertStatement statement, SqlSession session, ColumnSeries rows) =>
        session.Database.TryGetBucket(statement.Target, out var bucket) ? bucket.RecordType == RecordType.Variable : rows.TryGetColumn(ColumnSeries.NanosecondsName, out _);
}
