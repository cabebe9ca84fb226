using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Query;
using MarketStore.Sql.DuckDb;
using MarketStore.Sql.Text;
using MarketStore.Storage;

namespace MarketStore.Sql.Execution;

/// <summary>One statement at work: what it may use, and what ends it early. For one caller.</summary>
internal sealed class SqlSession : IDisposable
{
    static readonly TimeSpan InterruptInterval = TimeSpan.FromMilliseconds(50);

    readonly DuckDbPool _pool;
    readonly CancellationTokenSource _end;
    readonly CancellationToken _client;
    readonly TimeSpan _timeout;
    readonly List<DuckDbInstance> _taken = [];
    readonly Lock _gate = new();
    bool _isDisposed;

    SqlSession(Database database, QueryEngine queries, DuckDbPool pool, SqlOptions options, TimeProvider clock, string statement, CancellationToken client)
    {
        (Database, Queries, _pool, Options, Clock, Statement, _client, _timeout) = (database, queries, pool, options, clock, statement, client, options.Timeout);
        _end = CancellationTokenSource.CreateLinkedTokenSource(client);
        _end.Token.Register(() => _ = InterruptAsync());
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
        Database database, QueryEngine queries, DuckDbPool pool, SqlOptions options, TimeProvider clock, string statement, CancellationToken client)
    {
        await pool.WaitAsync(client);
        return new(database, queries, pool, options, clock, statement, client);
    }

    /// <summary>An engine for a part of the statement. It goes back when the session ends.</summary>
    public DuckDbInstance TakeInstance()
    {
        var instance = _pool.Take();
        lock (_gate)
            _taken.Add(instance);
        // The end may have come before the engine was known.
        Ended.ThrowIfCancellationRequested();
        return instance;
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
        lock (_gate)
        {
            foreach (var instance in _taken)
                _pool.Return(instance);
            _taken.Clear();
            _isDisposed = true;
        }

        _end.Dispose();
        _pool.EndTurn();
    }

    /// <summary>An engine that is just about to begin does not hear it, so that it is said again.</summary>
    async Task InterruptAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_isDisposed)
                    return;
                foreach (var instance in _taken)
                    instance.Interrupt();
            }

            await Task.Delay(InterruptInterval);
        }
    }
}
