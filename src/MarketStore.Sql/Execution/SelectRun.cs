using MarketStore.Core.Series;
using MarketStore.Sql.Statements;

namespace MarketStore.Sql.Execution;

/// <summary>Carries out statements that only read.</summary>
internal static class SelectRun
{
    public static ColumnSeries Execute(SqlStatement statement, SqlSession session) => statement switch
    {
        FunctionStatement functions => FunctionRun.Execute(functions, session),
        QueryStatement query => new QueryRun(session, query.Text).ToSeries(),
        _ => throw new InvalidOperationException($"{statement.GetType().Name} is no query"),
    };
}
