using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Query;
using MarketStore.Sql.Engine;
using MarketStore.Sql.Text;
using MarketStore.Storage;

namespace MarketStore.Sql.Execution;

/// <summary>One statement at work: what it may use, and what ends it early. For one caller.</summary>
internal sealed class SqlSession : IDisposable
{
    readonly EnginePool _pool;
    readonly CancellationTokenSource _end;
    readonly CancellationToken _client;
    readonly TimeSpan _timeout;
    readonly Lock _gate = new();
    EngineProcess? _engine;

    SqlSession(Database database, QueryEngine queries, EnginePool pool, SqlOptions options, TimeProvider clock, string statement, CancellationToken client)
    {
        (Database, Queries, _pool, Options, Clock, Statement, _client, _timeout) = (database, queries, pool, options, clock, statement, client, options.Timeout);
        _end = CancellationTokenSource.CreateLinkedTokenSource(client);
        _end.Token.Register(EndEngine);
        _end.CancelAfter(options.Timeout);
    }

    public Database Database { get; }

    public QueryEngine Queries { get; }

    public SqlOptions Options { get; }

    public TimeProvider Clock { get; }

    /// <summary>As the client sent it.</summary>
    public string Statement { get; }

    /// <summary>What was read, for EXPLAIN ANALYZE.</summary>
    public PlanNotes Notes { get; } = new();

    /// <summary>Ends when the client leaves and when the time is over.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>Waits for a turn.</summary>
    public static async Task<SqlSession> BeginAsync(
        Database database, QueryEngine queries, EnginePool pool, SqlOptions options, TimeProvider clock, string statement, CancellationToken client)
    {
        await pool.WaitAsync(client);
        return new(database, queries, pool, options, clock, statement, client);
    }

    /// <summary>An engine for a part of the statement; parts come one after the other. The caller releases it.</summary>
    /// <exception cref="MarketStoreException">None starts.</exception>
    public EngineProcess TakeEngine()
    {
        var engine = _pool.Take();
        lock (_gate)
            _engine = engine;
        // The end may have come before the engine was known.
        if (Ended.IsCancellationRequested)
            ReleaseEngine();
        Ended.ThrowIfCancellationRequested();
        return engine;
    }

    /// <summary>Gives the engine back.</summary>
    public void ReleaseEngine()
    {
        EngineProcess? engine;
        lock (_gate)
            (engine, _engine) = (_engine, null);
        if (engine is not null)
            _pool.Return(engine);
    }

    /// <summary>Says why a statement ended early, whatever the end looked like from within.</summary>
    public async Task<ColumnSeries> RunAsync(Func<Task<ColumnSeries>> statement)
    {
        try
        {
            // The engine keeps the thread until the statement ends.
            return await Task.Run(statement, CancellationToken.None);
        }
        catch (Exception) when (_client.IsCancellationRequested)
        {
            throw new OperationCanceledException(_client);
        }
        catch (Exception error) when (_end.IsCancellationRequested && error is not MarketStoreException { Kind: ErrorKind.StorageFailure })
        {
            throw SqlErrors.Of(ErrorKind.LimitExceeded, $"the statement took longer than {_timeout.TotalSeconds:0.###} s and was ended", "ask for a shorter range of Epoch, or raise sql_timeout");
        }
    }

    public void Dispose()
    {
        ReleaseEngine();
        _end.Dispose();
        _pool.EndTurn();
    }

    /// <summary>The engine does not hear anything while it makes one large value: its process is ended, and the next statement has another.</summary>
    void EndEngine()
    {
        lock (_gate)
            _engine?.End();
    }
}
