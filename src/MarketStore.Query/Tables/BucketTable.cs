using MarketStore.Core.Types;
using MarketStore.Query.Planning;
using MarketStore.Query.Scanning;
using MarketStore.Storage;

namespace MarketStore.Query.Tables;

/// <summary>What a name of a table stands for: the rows of one bucket, or of the same timeframe and attribute group for many symbols.</summary>
public sealed class BucketTable
{
    readonly Database _database;
    readonly long _maxResultBytes;
    readonly BucketPlan[] _plans;

    internal BucketTable(string name, IReadOnlyList<BucketPlan> plans, bool hasSymbols, Database database, long maxResultBytes)
    {
        (Name, HasSymbols, _database, _maxResultBytes) = (name, hasSymbols, database, maxResultBytes);
        _plans = [.. plans];
        Columns = TableColumns.Of(_plans);
        IsVariable = _plans.All(plan => plan.BarWindow is null && plan.Source.RecordType == RecordType.Variable);
    }

    /// <summary>As it was asked for.</summary>
    public string Name { get; }

    /// <summary>True when the name asks for many symbols, so that rows need to say of which they are.</summary>
    public bool HasSymbols { get; }

    /// <summary>True when the rows are ticks, whose time has nanoseconds.</summary>
    public bool IsVariable { get; }

    /// <summary>
    /// Names and types of the columns: Epoch, those of the buckets, Nanoseconds of ticks. Where buckets differ, a column has the narrowest type that holds the values of all,
    /// and one that not all of them have is empty in the others.
    /// </summary>
    public IReadOnlyList<DataShape> Columns { get; }

    /// <summary>The symbols, in the order in which their rows come.</summary>
    public IEnumerable<string> Symbols => _plans.Select(plan => plan.Source.Key.Symbol);

    /// <summary>The buckets that are read, which may be of a finer timeframe than asked for.</summary>
    public IReadOnlyList<BucketInfo> Sources => [.. _plans.Select(plan => plan.Source)];

    /// <summary>Begins to read. The caller disposes what is returned.</summary>
    public TableRows Open(TableRead read) => new(_database, new(_maxResultBytes), [.. _plans.Where(plan => read.Symbols is null || read.Symbols.Contains(plan.Source.Key.Symbol))], read);
}
