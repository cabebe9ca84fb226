using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Sql.Statements;
using MarketStore.Sql.Text;

namespace MarketStore.Sql.Execution;

/// <summary>Carries out statements that make, empty and remove buckets.</summary>
internal static class TableRun
{
    /// <returns>One row: the time, and how many rows were removed.</returns>
    public static async Task<ColumnSeries> DeleteAsync(DeleteStatement statement, SqlSession session) =>
        Done(session, "Rows Deleted", await session.Database.DeleteAsync(statement.Target, statement.Range, session.Ended));

    public static async Task<ColumnSeries> CreateAsync(CreateTableStatement statement, SqlSession session)
    {
        var year = session.Database.Zone.YearAt(session.Clock.GetUtcNow().ToUnixTimeSeconds());
        try
        {
            await session.Database.CreateAsync(statement.Target, statement.RecordType, statement.Columns, year, session.Ended);
        }
        catch (MarketStoreException error) when (error.Kind == ErrorKind.AlreadyExists)
        {
            return statement.IfNotExists
                ? Done(session, "Tables Created", 0)
                : throw SqlErrors.Of(ErrorKind.AlreadyExists, $"{statement.Target} is there already", "CREATE TABLE IF NOT EXISTS leaves it as it is");
        }

        return Done(session, "Tables Created", 1);
    }

    public static async Task<ColumnSeries> DropAsync(DropTableStatement statement, SqlSession session)
    {
        if (!session.Database.TryGetBucket(statement.Target, out _))
        {
            return statement.IfExists
                ? Done(session, "Tables Dropped", 0)
                : throw SqlErrors.Of(ErrorKind.NotFound, $"{statement.Target} is not there", "DROP TABLE IF EXISTS passes over it");
        }

        await session.Database.DestroyAsync(statement.Target.ToString(), session.Ended);
        return Done(session, "Tables Dropped", 1);
    }

    static ColumnSeries Done(SqlSession session, string what, long count) => new(
    [
        Column.Of(ColumnSeries.EpochName, ElementType.Int64, [session.Clock.GetUtcNow().ToUnixTimeSeconds()]),
        Column.Of(what, ElementType.Int64, [count]),
    ],
    rowCount: 1);
}
