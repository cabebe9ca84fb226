using MarketStore.Core.Errors;
using MarketStore.Query;
using MarketStore.Sql.Pushdown;
using MarketStore.Sql.Text;
using MarketStore.Storage;

namespace MarketStore.Sql.Tables;

/// <summary>
/// The tables that one statement reads, numbered in the order in which the SQL engine meets them. It meets them in the same order when it explains the statement and when it
/// carries it out, so that what the plan says of a table holds for the one of the same number.
/// </summary>
internal sealed class StatementTables(Database database, QueryEngine engine, CancellationToken cancellationToken)
{
    readonly List<StatementTable> _tables = [];
    readonly Dictionary<string, ITableSource> _found = new(StringComparer.Ordinal);
    IReadOnlyList<(string Name, ScanBounds Bounds)> _bounds = [];

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public IReadOnlyList<StatementTable> Tables => _tables;

    /// <summary>True when the statement asks for exact times by name.</summary>
    public bool HasTimestamps { get; set; }

    /// <summary>Why our own code could not go on, if so.</summary>
    public Exception? Failure { get; set; }

    /// <summary>True for names that are not the SQL engine's.</summary>
    public static bool Knows(string name) => TableName.IsOne(name) || name.Equals(BucketListSource.TableName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives rows a name for this statement.</summary>
    public void Add(ITableSource source) => _found[source.Name] = source;

    /// <summary>The rows that a name stands for.</summary>
    /// <exception cref="MarketStoreException">There are none.</exception>
    public ITableSource Find(string name)
    {
        if (!_found.TryGetValue(name, out var source))
            _found.Add(name, source = TableName.IsOne(name) ? new BucketSource(engine.FindTable(name, CancellationToken)) : new BucketListSource(database, CancellationToken));
        return source;
    }

    /// <summary>Gives the next table its number.</summary>
    /// <exception cref="MarketStoreException">There is no such bucket, or there are too many tables.</exception>
    public int Claim(string name)
    {
        var number = _tables.Count;
        if (number == SqlLimits.MaxTables)
            throw SqlErrors.Of(ErrorKind.LimitExceeded, $"a statement can read {SqlLimits.MaxTables} tables at most");
        var table = new StatementTable(Find(name), HasTimestamps);
        if (number < _bounds.Count && _bounds[number].Name == name)
            table.Bounds = _bounds[number].Bounds;
        _tables.Add(table);
        return number;
    }

    /// <summary>Forgets the numbers given so far, and keeps what was found out about them.</summary>
    public void Restart(IReadOnlyList<ScanBounds> bounds)
    {
        _bounds = [.. _tables.Zip(bounds, (table, bound) => (table.Source.Name, bound))];
        _tables.Clear();
    }
}
