using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Sql.Engine;
using MarketStore.Sql.Text;
using MarketStore.Sql.Worker.DuckDb;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Results;

/// <summary>Gathers the rows of a result as columns that the wire knows.</summary>
internal sealed class ResultBuilder
{
    readonly ResultColumn[] _columns;
    readonly long _maxBytes;

    public ResultBuilder(IReadOnlyList<ResultShape> columns, long maxBytes)
    {
        _maxBytes = maxBytes;
        var names = Distinct(columns.Select(column => column.Name));
        _columns = [.. columns.Select((column, position) => ResultColumn.For(column with { Name = names[position] }))];
    }

    public int RowCount { get; private set; }

    /// <summary>Takes the rows of the chunk at hand.</summary>
    /// <exception cref="MarketStoreException">There are more than one result may have.</exception>
    public void Add(EngineResult result)
    {
        if ((long)RowCount + result.RowCount > int.MaxValue / 64)
            throw TooLarge();
        for (var column = 0; column < _columns.Length; column++)
            _columns[column].Add(result, column);
        RowCount += result.RowCount;
        if (_columns.Sum(column => column.Bytes) > _maxBytes)
            throw TooLarge();
    }

    /// <summary>The rows so far.</summary>
    public ColumnSeries ToSeries() => new(_columns.Select(column => column.ToColumn()), RowCount);

    /// <summary>Names as the Go server makes them distinct: the first repeat of <c>x</c> becomes <c>x0</c>, then <c>x1</c>.</summary>
    public static IReadOnlyList<string> Distinct(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var result = new List<string>();
        foreach (var name in names)
        {
            var free = name;
            for (var number = 0; !taken.Add(free); number++)
                free = name + number;
            result.Add(free);
        }

        return result;
    }

    /// <summary>What is said of a result that is larger than it may be.</summary>
    public static MarketStoreException TooLarge() =>
        SqlErrors.Of(ErrorKind.LimitExceeded, "the result is too large for one statement", "ask for fewer columns, a shorter range of Epoch, or a LIMIT");
}
