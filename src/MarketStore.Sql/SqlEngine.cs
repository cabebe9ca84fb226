using System.Diagnostics;
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
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketStore.Sql;

/// <summary>Carries out SQL statements over the store. Safe for any number of threads.</summary>
public sealed class SqlEngine : IDisposable
{
    readonly Database _database;
    readonly QueryEngine _queries;
    readonly SqlOptions _options;
    readonly TimeProvider _clock;
    readonly EnginePool _pool;
    readonly ISqlMetrics? _metrics;

    /// <param name="database">The store.</param>
    /// <param name="queries">Finds and reads its buckets.</param>
    /// <param name="options">What statements may use.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="logger">Hears of processes that start, and of those that end over a statement.</param>
    /// <param name="metrics">Hears of every statement.</param>
    public SqlEngine(Database database, QueryEngine queries, SqlOptions options, TimeProvider clock, ILogger<SqlEngine>? logger = null, ISqlMetrics? metrics = null)
    {
        (_database, _queries, _options, _clock, _metrics) = (database, queries, options, clock, metrics);
        _pool = new(options, logger ?? NullLogger<SqlEngine>.Instance, metrics);
    }

    /// <summary>Carries out one statement. The caller disposes the result when it has been sent.</summary>
    /// <exception cref="MarketStoreException">The statement makes no sense or cannot be carried out; the message says where and why.</exception>
    public async Task<QueryResult> ExecuteAsync(string statement, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        var outcome = StatementOutcome.Error;
        try
        {
            using var session = await SqlSession.BeginAsync(_database, _queries, _pool, _options, _clock, statement, cancellationToken);
            // A long one takes its share of time and memory already here.
            var parsed = StatementParser.Parse(statement);
            var rows = await session.RunAsync(() => ExecuteAsync(parsed, session));
            outcome = StatementOutcome.Ok;
            return new([.. rows.Shapes], [new(KeyOf(statement), rows)]);
        }
        catch (MarketStoreException error) when (error.Kind == ErrorKind.LimitExceeded)
        {
            outcome = StatementOutcome.Limit;
            throw;
        }
        catch (OperationCanceledException)
        {
            outcome = StatementOutcome.Cancelled;
            throw;
        }
        finally
        {
            _metrics?.StatementEnded(outcome, Stopwatch.GetElapsedTime(start));
        }
    }

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
