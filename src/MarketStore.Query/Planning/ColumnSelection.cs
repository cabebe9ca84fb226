using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Query.Planning;

/// <summary>
/// The column list of a request: Epoch, then the names asked for in their order, then Nanoseconds where the rows have it. Unknown names are ignored.
/// A name asked for twice comes back twice, and so do an explicit Epoch and Nanoseconds: recorded answers of the reference have it so.
/// </summary>
internal sealed class ColumnSelection
{
    readonly IReadOnlyList<string> _names;
    readonly HashSet<string> _wanted;

    /// <exception cref="MarketStoreException">The list is too long.</exception>
    public ColumnSelection(IReadOnlyList<string> names)
    {
        if (names.Count > QueryLimits.MaxColumns)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"a query can name {QueryLimits.MaxColumns} columns at most, not {names.Count}");
        (_names, _wanted) = (names, [.. names]);
    }

    public bool IsAll => _names.Count == 0;

    /// <summary>The stored columns to read, each once and in stored order; null for all.</summary>
    /// <param name="stored">Columns of the source, without Epoch and the Nanoseconds of ticks.</param>
    /// <param name="needed">What the functions to come read of the rows; null for everything.</param>
    public IReadOnlyList<string>? ToRead(IEnumerable<DataShape> stored, IReadOnlyCollection<string>? needed)
    {
        if (IsAll && needed is null)
            return null;
        return [.. stored.Select(shape => shape.Name).Where(name => (IsAll || _wanted.Contains(name)) && (needed is null || needed.Contains(name)))];
    }

    /// <summary>The columns of rows that were read, in the order of the answer. The result owns what the rows own.</summary>
    public ColumnSeries Apply(ColumnSeries rows, bool endsWithNanoseconds)
    {
        if (IsAll)
            return rows;
        var columns = new List<Column>();
        if (rows.TryGetColumn(ColumnSeries.EpochName, out var epoch))
            columns.Add(epoch.Value);
        foreach (var name in _names)
        {
            if (rows.TryGetColumn(name, out var column))
                columns.Add(column.Value);
        }

        if (endsWithNanoseconds && rows.TryGetColumn(ColumnSeries.NanosecondsName, out var nanoseconds))
            columns.Add(nanoseconds.Value);
        return new(columns, rows.RowCount, rows);
    }
}
