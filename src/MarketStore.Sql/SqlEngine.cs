using System.Globalization;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Query;
using MarketStore.Sql.Engine;
using MarketStore.Sql.Execution;
using MarketStore.Sql.Statements;
using MarketStore.Storage;

namespace MarketStore.Sql;

/// <summary>Carries out SQL statements over the store. Safe for any number of threads.</summary>
public sealed class SqlEngine : IDisposable
{
    readonly Database _database;
    readonly QueryEngine _queries;
    readonly SqlOptions _options;
    readonly TimeProvider _clock;
    readonly EnginePool _pool;

    public SqlEngine(Database database, QueryEngine queries, SqlOptions options, TimeProvider clock)
    {
        (_database, _queries, _options, _clock) = (database, queries, options, clock);
        _pool = new(options, TimeProvider.System);
    }

    /// <summary>Carries out one statement. The caller disposes the result when it has been sent.</summary>
    /// <exception cref="MarketStoreException">The statement makes no sense or cannot be carried out; the message says where and why.</exception>
    public async Task<QueryResult> ExecuteAsync(string statement, CancellationToken cancellationToken = default)
    {
        var parsed = StatementParser.Parse(statement);
        using var session = await SqlSession.BeginAsync(_database, _queries, _pool, _options, _clock, statement, cancellationToken);
        var rows = await session.RunAsync(() => ExecuteAsync(parsed, session));
        return new([.. rows.Shapes], [new(KeyOf(statement), rows)]);
    }

    /// <summary>Processes of the engine behind, for status reports.</summary>
    public int OpenEngines => _pool.OpenCount;

    public void Dispose() => _pool.Dispose();

    static async Task<ColumnSeries> ExecuteAsync(SqlStatement statement, SqlSession session) => statement switch
    {
        ExplainStatement explain => await ExplainRun.ExecuteAsync(explain, session, ExecuteAsync),
        InsertStatement insert => await InsertRun.ExecuteAsync(insert, session),
        DeleteStatement delete => await TableRun.DeleteAsync(delete, session),
        CreateTableStatement create => await TableRun.CreateAsync(create, session),
        DropTableStatement drop => await TableRun.DropAsync(drop, session),
        _ => SelectRun.Execute(statement, session),
    };

    /// <summary>The Go server makes a key of the statement's text and cuts it at colons; clients do not read it.</summary>
    static string KeyOf(string statement)
    {
        var parts = $"{statement}:SQL".Split(':', 3);
        return string.Create(CultureInfo.InvariantCulture, $"{parts[0]}:{(parts[1].Length > 0 ? parts[1] : TimeBucketKey.DefaultCategories)}");
    }
}
