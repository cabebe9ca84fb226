using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Functions.Calls;
using MarketStore.Functions.Windows;
using MarketStore.Query.Bars;
using MarketStore.Query.Planning;
using MarketStore.Storage;

namespace MarketStore.Query.Scanning;

/// <summary>Carries out the plan for one bucket. Safe for any number of threads.</summary>
internal sealed class BucketReader(Database database, ResultBudget budget, FunctionContext functions)
{
    readonly Database _database = database;
    readonly ResultBudget _budget = budget;
    readonly FunctionContext _functions = functions;
    readonly BarReader _bars = new(database, budget);

    /// <summary>The rows of the answer, which the caller disposes. Null when the bucket was removed since it was planned for: as if it had not been there.</summary>
    /// <exception cref="MarketStoreException">The bucket does not fit what is asked of it, or the answer would be too large.</exception>
    public ColumnSeries? TryRead(BucketPlan plan, ReadRequest request, CancellationToken cancellationToken)
    {
        ColumnSeries rows;
        try
        {
            rows = Compute(plan, request, cancellationToken);
        }
        catch (BucketNotFoundException)
        {
            return null;
        }

        try
        {
            _budget.Take(plan.ResultKey, rows.Columns.Sum(column => (long)column.Data.Length));
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    ColumnSeries Compute(BucketPlan plan, ReadRequest request, CancellationToken cancellationToken)
    {
        if (request.Functions.IsEmpty)
            return ReadSelected(plan, request, cancellationToken);
        // All rows of a range may be more than memory holds, and a function needs only some at a time.
        if (plan.BarWindow is null && request.Limit is null && !request.Range.IsEmpty)
            return ComputeInChunks(plan, request, cancellationToken);

        using var rows = ReadSelected(plan, request, cancellationToken);
        var run = request.Functions.Start([.. rows.Shapes], ContextOf(plan, cancellationToken));
        run.Add(rows);
        return run.Finish();
    }

    ColumnSeries ComputeInChunks(BucketPlan plan, ReadRequest request, CancellationToken cancellationToken)
    {
        var names = NamesToRead(plan.Source.Columns, request);
        var shapes = Select(EmptyRows.Of(EmptyRows.ShapesOf(plan.Source, names)), plan, request).Shapes;
        var run = request.Functions.Start([.. shapes], ContextOf(plan, cancellationToken));
        using var scan = new ForwardScan(_database, plan.Source, request.Range, names, QueryLimits.ChunkRows);
        while (scan.Next(cancellationToken) is { } chunk)
        {
            using (chunk)
                run.Add(Select(chunk, plan, request));
        }

        return run.Finish();
    }

    FunctionContext ContextOf(BucketPlan plan, CancellationToken cancellationToken) =>
        _functions with { RateChanges = () => RateChangeReader.Read(_database, plan.Source.Key.Symbol, cancellationToken) };

    ColumnSeries ReadSelected(BucketPlan plan, ReadRequest request, CancellationToken cancellationToken) => Select(
        plan.BarWindow is { } window ? ReadBars(plan, window, request, cancellationToken) : ReadRows(plan, request, cancellationToken),
        plan,
        request);

    ColumnSeries ReadBars(BucketPlan plan, CandleWindow window, ReadRequest request, CancellationToken cancellationToken)
    {
        var schema = BarSchema.Of(plan.Source);
        var names = NamesToRead(schema, request);
        var shapes = names is null ? schema : [.. schema.Where(shape => names.Contains(shape.Name))];
        return request.Range.IsEmpty
            ? new BarBuilder(plan.Source.Key, new(window, _database.Zone), shapes).ToSeries(0)
            : _bars.Read(plan, window, shapes, request, cancellationToken);
    }

    ColumnSeries ReadRows(BucketPlan plan, ReadRequest request, CancellationToken cancellationToken)
    {
        var names = NamesToRead(plan.Source.Columns, request);
        if (request.Range.IsEmpty)
            return EmptyRows.Of(EmptyRows.ShapesOf(plan.Source, names));

        // One row more than fits is asked for, so that too large an answer is known before it is in memory.
        var (rowBytes, widestBytes) = EmptyRows.SizesOf(plan.Source, names);
        var room = _budget.RowsLeft(rowBytes, widestBytes);
        var limit = Math.Min(request.Limit ?? long.MaxValue, room + 1);
        var rows = _database.Scan(plan.Source.Key, new(request.Range, limit, request.Direction, names), cancellationToken);
        if (rows.RowCount <= room)
            return rows;
        rows.Dispose();
        throw ResultBudget.Exceeded(plan.ResultKey);
    }

    static IReadOnlyList<string>? NamesToRead(IReadOnlyList<DataShape> stored, ReadRequest request) =>
        request.Selection.ToRead(stored, request.Functions.ColumnsRead);

    static ColumnSeries Select(ColumnSeries rows, BucketPlan plan, ReadRequest request) =>
        request.Selection.Apply(rows, endsWithNanoseconds: plan.BarWindow is null && plan.Source.RecordType == RecordType.Variable);
}
