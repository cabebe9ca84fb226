using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Query;
using MarketStore.Sql;
using MarketStore.Sql.Statements;
using MarketStore.Storage;
using MarketStore.Trials.Fuzz.Disk;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Statements, carried out over a bucket of bars and one of ticks. What one changed is put back before the next.</summary>
sealed class SqlTarget : IFuzzTarget
{
    public const string TargetName = "sql";

    const long MaxResultBytes = 4 << 20;

    // Shorter than the bound on an input's time by what the engine needs to hear of it.
    static readonly SqlOptions Options = new() { Threads = 1, MaxStatements = 1, MemoryBytes = 32 << 20, MaxResultBytes = MaxResultBytes, Timeout = TimeSpan.FromMilliseconds(500) };

    readonly DefectLog _log = new();
    Database _database;
    SqlEngine _engine;

    public SqlTarget() => (_database, _engine) = Open();

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Sql;

    public IEnumerable<byte[]> Seeds => SampleStatements.All();

    public IEnumerable<byte[]> Words => SampleStatements.Words();

    public string Run(ReadOnlySpan<byte> input)
    {
        var statement = AnyText.Read(input);
        try
        {
            using var result = _engine.ExecuteAsync(statement).GetAwaiter().GetResult();
            return KindOf(result);
        }
        catch (MarketStoreException refusal)
        {
            SampleStatements.CheckMessage(statement, refusal.Message);
            return OutcomeText.KindOf(refusal.Message);
        }
        finally
        {
            _log.ThrowDefect();
            if (Changes(statement))
                Restart();
        }
    }

    public void Dispose()
    {
        _engine.Dispose();
        _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _log.ThrowDefect();
    }

    (Database Database, SqlEngine Engine) Open()
    {
        var clock = new FixedClock();
        var database = Database.Open(FuzzServer.Options, _log, new MemoryDisk(), clock);
        var engine = new SqlEngine(database, new QueryEngine(database, clock) { MaxResultBytes = MaxResultBytes }, Options, clock);
        var minutes = Enumerable.Range(0, 200).Select(row => 1_578_303_000L + (60 * row) + (row > 100 ? 86_400 : 0)).ToArray();
        var prices = minutes.Select((_, row) => 10 + (row % 17 * 0.25f)).ToArray();
        var volumes = minutes.Select((_, row) => 100 * row).ToArray();
        Write(database, "AAPL/1Min/OHLCV", isVariable: false, Of("Epoch", ElementType.Int64, minutes), Of("Open", ElementType.Float32, prices), Of("High", ElementType.Float32, prices), Of("Low", ElementType.Float32, prices), Of("Close", ElementType.Float32, prices), Of("Volume", ElementType.Int32, volumes));
        Write(database, "NVDA/1Min/TICK", isVariable: true, Of("Epoch", ElementType.Int64, minutes), Of("Bid", ElementType.Float32, prices), Of("Ask", ElementType.Float32, prices), Of("Nanoseconds", ElementType.Int32, volumes));
        return (database, engine);
    }

    void Restart()
    {
        Dispose();
        (_database, _engine) = Open();
    }

    static bool Changes(string statement)
    {
        try
        {
            return Changes(StatementParser.Parse(statement));
        }
        catch (MarketStoreException)
        {
            return false;
        }
    }

    static bool Changes(SqlStatement statement) => statement is ExplainStatement explain ? Changes(explain.Inner) : statement is InsertStatement or DeleteStatement or CreateTableStatement or DropTableStatement;

    static string KindOf(QueryResult result)
    {
        if (result.Buckets is not [var bucket])
            throw new TrialFailedException($"a statement has {result.Buckets.Count} results");
        var rows = bucket.Rows;
        foreach (var column in rows.Columns)
        {
            if (column.RowCount != rows.RowCount || column.Data.Length != rows.RowCount * column.ElementBytes)
                throw new TrialFailedException($"column {column.Name} has {column.Data.Length} bytes, each value {column.ElementBytes}, for {rows.RowCount} rows");
        }

        if (rows.Columns.Select(column => column.Name).Distinct(StringComparer.Ordinal).Count() != rows.Columns.Count)
            throw new TrialFailedException("two columns have one name");
        var types = string.Join(',', rows.Columns.Take(5).Select(column => column.Type == ElementType.String16 ? "text" : column.Shape.WireCode));
        return $"{(rows.RowCount > 1 ? "rows" : rows.RowCount == 1 ? "a row" : "no rows")}: {types}";
    }

    static void Write(Database database, string key, bool isVariable, params Column[] columns) =>
        database.WriteAsync([new(TimeBucketKey.Parse(key), new ColumnSeries(columns, columns[0].RowCount), isVariable)]).GetAwaiter().GetResult();

    static Column Of<T>(string name, ElementType type, T[] values)
        where T : unmanaged => Column.Of<T>(name, type, values);
}
