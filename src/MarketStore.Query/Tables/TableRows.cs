using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Functions.Windows;
using MarketStore.Query.Bars;
using MarketStore.Query.Planning;
using MarketStore.Query.Scanning;
using MarketStore.Storage;

namespace MarketStore.Query.Tables;

/// <summary>Rows of a table, some at a time: one symbol after the other, each ascending in time. For one caller's thread.</summary>
public sealed class TableRows : IDisposable
{
    readonly Database _database;
    readonly ResultBudget _budget;
    readonly IReadOnlyList<BucketPlan> _plans;
    readonly TableRead _read;
    int _next;
    bool _isExact;
    ForwardScan? _scan;

    internal TableRows(Database database, ResultBudget budget, IReadOnlyList<BucketPlan> plans, TableRead read) => (_database, _budget, _plans, _read) = (database, budget, plans, read);

    /// <summary>The symbol of the rows that came last.</summary>
    public string Symbol { get; private set; } = "";

    /// <summary>The next rows, at least one, or null at the end. The caller disposes them. Columns that the symbol's bucket has not are not among them.</summary>
    /// <exception cref="Core.Errors.MarketStoreException">A bucket cannot be read.</exception>
    public ColumnSeries? Next(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = _scan is null ? OpenNext(cancellationToken) : _scan.Next(cancellationToken);
            if (rows is null)
            {
                _scan?.Dispose();
                _scan = null;
                if (_next == _plans.Count)
                    return null;
                continue;
            }

            if (WithinRange(rows) is { } within)
                return within;
        }
    }

    public void Dispose()
    {
        _scan?.Dispose();
        _scan = null;
    }

    ColumnSeries? OpenNext(CancellationToken cancellationToken)
    {
        if (_next == _plans.Count || _read.Range.IsEmpty)
        {
            _next = _plans.Count;
            return null;
        }

        var plan = _plans[_next++];
        Symbol = plan.Source.Key.Symbol;
        _isExact = plan.BarWindow is null && plan.Source.RecordType == RecordType.Variable;
        try
        {
            if (plan.BarWindow is { } window)
                return ReadBars(plan, window, cancellationToken);
            IReadOnlyList<string>? columns = _read.Columns is { } wanted ? [.. plan.Source.Columns.Select(shape => shape.Name).Where(wanted.Contains)] : null;
            if (_read.RowLimit is { } limit)
                return _database.Scan(plan.Source.Key, new(_read.Range, limit, _read.Direction, columns) { Counter = _read.Counter }, cancellationToken);
            _scan = new(_database, plan.Source, _read.Range, columns, QueryLimits.ChunkRows, _read.Counter);
            return _scan.Next(cancellationToken);
        }
        catch (BucketNotFoundException)
        {
            // Removed since it was planned for: as if it had not been there.
            return null;
        }
    }

    ColumnSeries ReadBars(BucketPlan plan, CandleWindow window, CancellationToken cancellationToken)
    {
        var schema = BarSchema.Of(plan.Source);
        var shapes = _read.Columns is { } wanted ? schema.Where(shape => wanted.Contains(shape.Name)).ToList() : [.. schema];
        return new BarReader(_database, _budget).Read(
            plan, window, shapes, new(_read.Range, _read.RowLimit, _read.Direction, new([]), new([])), cancellationToken);
    }

    /// <summary>The slot, or the window, that holds the start of the range may begin before it. Ticks are exact already. Null when nothing is left.</summary>
    ColumnSeries? WithinRange(ColumnSeries rows)
    {
        var epochs = rows.Epochs;
        var (first, end) = (0, rows.RowCount);
        if (!_isExact)
        {
            while (first < end && new EpochTime(epochs[first], 0) < _read.Range.Start)
                first++;
            while (end > first && new EpochTime(epochs[end - 1], 0) > _read.Range.End)
                end--;
        }

        if (first < end)
            return first == 0 && end == rows.RowCount ? rows : new(rows.Slice(first, end - first).Columns, end - first, rows);
        rows.Dispose();
        return null;
    }
}
