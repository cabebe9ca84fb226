using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using MarketStore.Sql.Worker.Link;
using MarketStore.Sql.Worker.Rows;

namespace MarketStore.Sql.Worker.DuckDb;

/// <summary>
/// An engine of its own in memory, locked down: it reaches no file, no network and no extension, and neither its settings nor its catalog can be changed by a statement.
/// Its tables are those of the server. One statement at a time.
/// </summary>
internal sealed unsafe class DuckDbInstance : IDisposable
{
    const int SelectStatement = 1;

    readonly GCHandle _self;
    readonly List<GCHandle> _scanHandles = [];
    nint _database;
    nint _connection;

    DuckDbInstance() => _self = GCHandle.Alloc(this);

    /// <summary>The tables of the statement at work; null for an engine that has only its own.</summary>
    public RemoteTables? Tables { get; set; }

    /// <exception cref="DllNotFoundException">The engine is not there for this platform.</exception>
    /// <exception cref="InvalidOperationException">The engine does not start.</exception>
    public static DuckDbInstance Open(Settings settings)
    {
        var instance = new DuckDbInstance();
        try
        {
            instance.Start(settings);
            return instance;
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }

    /// <summary>Begins to carry out one query. The caller disposes what is returned before it asks for more.</summary>
    /// <param name="sql">One SELECT statement, or EXPLAIN of one where <paramref name="isExplain"/> says so.</param>
    /// <param name="isExplain">True for EXPLAIN.</param>
    /// <param name="texts">Values of the parameters.</param>
    /// <exception cref="DuckDbException">The statement makes no sense, or cannot be carried out.</exception>
    public DuckDbResult Query(string sql, bool isExplain = false, IReadOnlyList<string>? texts = null)
    {
        var prepared = Prepare(sql);
        try
        {
            var type = DuckDbLibrary.PreparedStatementType(prepared);
            if (!isExplain && type != SelectStatement)
                throw new DuckDbException("only queries are understood here");
            for (var position = 0; position < (texts?.Count ?? 0); position++)
            {
                var text = Encoding.UTF8.GetBytes(texts![position]);
                fixed (byte* bytes = text)
                    _ = DuckDbLibrary.BindVarchar(prepared, (ulong)position + 1, bytes, (ulong)text.Length);
            }

            return DuckDbResult.Begin(prepared);
        }
        catch
        {
            DuckDbLibrary.DestroyPrepare(ref prepared);
            throw;
        }
    }

    public void Dispose()
    {
        if (_connection != 0)
            DuckDbLibrary.Disconnect(ref _connection);
        if (_database != 0)
            DuckDbLibrary.Close(ref _database);
        foreach (var handle in _scanHandles)
            handle.Free();
        _scanHandles.Clear();
        if (_self.IsAllocated)
            _self.Free();
    }

    void Start(Settings settings)
    {
        if (DuckDbLibrary.CreateConfig(out var config) != DuckDbLibrary.Success)
            throw new InvalidOperationException("the SQL engine takes no settings");
        try
        {
            Set(config, "threads", settings.Threads.ToString(CultureInfo.InvariantCulture));
            Set(config, "memory_limit", string.Create(CultureInfo.InvariantCulture, $"{settings.MemoryBytes}B"));
            Set(config, "temp_directory", "");
            Set(config, "autoinstall_known_extensions", "false");
            Set(config, "autoload_known_extensions", "false");
            Set(config, "allow_community_extensions", "false");
            Set(config, "enable_external_access", "false");
            if (DuckDbLibrary.OpenExt(0, out _database, config, out var error) != DuckDbLibrary.Success)
            {
                var reason = DuckDbLibrary.Text(error);
                DuckDbLibrary.Free(error);
                throw new InvalidOperationException($"the SQL engine does not start: {reason}");
            }
        }
        finally
        {
            DuckDbLibrary.DestroyConfig(ref config);
        }

        if (DuckDbLibrary.Connect(_database, out _connection) != DuckDbLibrary.Success)
            throw new InvalidOperationException("the SQL engine takes no connection");
        for (var slot = 0; slot < TableShape.MaxTables; slot++)
            _scanHandles.Add(TableScanFunction.Register(_connection, this, slot));
        TruncateFunctions.Register(_connection);
        TableScanFunction.AddReplacement(_database, GCHandle.ToIntPtr(_self));
        Run("SET errors_as_json = true");
        Run("SET lock_configuration = true");
    }

    static void Set(nint config, string name, string value)
    {
        if (DuckDbLibrary.SetConfig(config, name, value) != DuckDbLibrary.Success)
            throw new InvalidOperationException($"the SQL engine does not take {name} = {value}");
    }

    void Run(string sql)
    {
        using var result = Query(sql, isExplain: true);
        while (result.NextChunk())
        {
        }
    }

    nint Prepare(string sql)
    {
        if (sql.Contains('\0', StringComparison.Ordinal))
            throw new DuckDbException("the statement holds a zero character");
        var text = Encoding.UTF8.GetBytes(sql + "\0");
        nint extracted;
        fixed (byte* bytes = text)
        {
            var count = DuckDbLibrary.ExtractStatements(_connection, bytes, out extracted);
            try
            {
                if (count == 0)
                    throw new DuckDbException(DuckDbLibrary.Text(DuckDbLibrary.ExtractStatementsError(extracted)) ?? "there is no statement");
                if (count > 1)
                    throw new DuckDbException("send one statement at a time");
                if (DuckDbLibrary.PrepareExtracted(_connection, extracted, 0, out var prepared) == DuckDbLibrary.Success)
                    return prepared;
                var failure = new DuckDbException(DuckDbLibrary.Text(DuckDbLibrary.PrepareError(prepared)) ?? "the statement cannot be prepared");
                DuckDbLibrary.DestroyPrepare(ref prepared);
                throw failure;
            }
            finally
            {
                DuckDbLibrary.DestroyExtracted(ref extracted);
            }
        }
    }
}
