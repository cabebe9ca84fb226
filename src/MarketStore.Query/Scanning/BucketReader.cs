using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Query.Bars;
using MarketStore.Query.Planning;
using MarketStore.Storage;

namespace MarketStore.Query.Scanning;

/// <summary>Carries out the plan for one bucket. Safe for any number of threads.</summary>
internal sealed class BucketReader(Database database, ResultBudget budget)
{
    readonly Database _database = database;
    readonly ResultBudget _budget = budget;
    readonly BarReader _bars = new(database, budget);

    /// <summary>The rows of the answer. The caller disposes them.</summary>
    public ColumnSeries Read(BucketPlan plan, ReadRequest request, CancellationToken cancellationToken)
    {
        var rows = plan.BarWindow is { } window ? ReadBars(plan, window, request, cancellationToken) : ReadRows(plan, request, cancellationToken);
        try
        {
            _budget.Take(plan.ResultKey, rows.Columns.Sum(column => (long)column.Data.Length));
            return request.Selection.Apply(rows, plan.BarWindow is null && plan.Source.RecordType == RecordType.Variable);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    ColumnSeries ReadBars(BucketPlan plan, Functions.Windows.CandleWindow window, ReadRequest request, CancellationToken cancellationToken)
    {
        var schema = BarSchema.Of(plan.Source);
        var names = request.Selection.ToRead(schema, request.NeededColumns);
        var shapes = names is null ? schema : [.. schema.Where(shape => names.Contains(shape.Name))];
        return request.Range.IsEmpty
            ? new BarBuilder(plan.Source.Key, new(window, _database.Zone), shapes).ToSeries(0)
            : _bars.Read(plan, window, shapes, request, cancellationToken);
    }

    ColumnSeries ReadRows(BucketPlan plan, ReadRequest request, CancellationToken cancellationToken)
    {
        var names = request.Selection.ToRead(plan.Source.Columns, request.NeededColumns);
        var shapes = EmptyRows.ShapesOf(plan.Source, names);
        if (request.Range.IsEmpty)
            return EmptyRows.Of(shapes);

        // One row more than fits is asked for, so that too large an answer is known before it is in memory.
        var room = _budget.RowsLeft(DataShapes.RowBytes(shapes), shapes.Max(shape => shape.Type.SizeInBytes()));
        var limit = Math.Min(request.Limit ?? long.MaxValue, room + 1);
        var rows = _database.Scan(plan.Source.Key, new(request.Range, limit, request.Direction, names), cancellationToken);
        if (rows.RowCount <= room)
            return rows;
        rows.Dispose();
        throw ResultBudget.Exceeded(plan.ResultKey);
    }
}
