using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Functions.Windows;
using MarketStore.Query.Planning;
using MarketStore.Query.Scanning;
using MarketStore.Storage;

namespace MarketStore.Query.Bars;

/// <summary>
/// Reads bars of a coarser timeframe than the source's. Every bar is whole: the range is widened to whole windows, and a limit counts windows.
/// Only some rows of the source are in memory at a time, at most <see cref="QueryLimits.TailRows"/>.
/// </summary>
internal sealed class BarReader(Database database, ResultBudget budget)
{
    readonly Database _database = database;
    readonly ResultBudget _budget = budget;

    /// <summary>Epoch and the bar columns given, ascending.</summary>
    public ColumnSeries Read(BucketPlan plan, CandleWindow window, IReadOnlyList<DataShape> shapes, ReadRequest request, CancellationToken cancellationToken)
    {
        var job = new Job(plan, new(window, _database.Zone), shapes, Widen(request.Range, new(window, _database.Zone)), RowGuess(window, plan.Source.Timeframe, request.Limit));
        if (request.Limit is not { } limit)
            return MakeForward(job, job.Range.Start, limit: null, cancellationToken);
        if (request.Direction == ScanDirection.First)
            return MakeForward(job, job.Range.Start, limit, cancellationToken);
        return TryMakeFromTail(job, limit, cancellationToken) ?? MakeForward(job, FindStart(job, limit, cancellationToken), limit: null, cancellationToken);
    }

    static TimeRange Widen(TimeRange range, WindowCalendar calendar)
    {
        var last = calendar.At(range.End.Seconds);
        return new(
            new(calendar.At(range.Start.Seconds).StartSeconds, 0),
            last.EndSeconds == long.MaxValue ? EpochTime.MaxValue : new(last.EndSeconds - 1, 999_999_999));
    }

    /// <summary>Rows that hold one window more than the limit, if every slot is filled: mostly more than are needed, seldom less.</summary>
    static int RowGuess(CandleWindow window, Timeframe source, long? limit)
    {
        var rowsPerWindow = Math.Max(1, window.NominalSeconds / source.Seconds);
        var windows = limit ?? long.MaxValue;
        return windows >= QueryLimits.TailRows / rowsPerWindow ? QueryLimits.TailRows : (int)((windows + 1) * rowsPerWindow);
    }

    ColumnSeries MakeForward(Job job, EpochTime start, long? limit, CancellationToken cancellationToken)
    {
        var builder = job.NewBuilder();
        using var scan = new ForwardScan(_database, job.Plan.Source, job.Range with { Start = start }, job.ColumnNames, Math.Min(job.RowGuess, QueryLimits.ChunkRows));
        while (builder.BarCount <= (limit ?? long.MaxValue) && scan.Next(cancellationToken) is { } rows)
        {
            using (rows)
                builder.Add(job.WithinRange(rows));
            if (builder.BarCount > _budget.RowsLeft(builder.BarBytes, sizeof(long)))
                throw ResultBudget.Exceeded(job.Plan.ResultKey);
        }

        return builder.ToSeries((int)Math.Min(builder.BarCount, limit ?? long.MaxValue));
    }

    /// <summary>The last bars in one read, or null where the rows of that read may not reach back far enough.</summary>
    ColumnSeries? TryMakeFromTail(Job job, long limit, CancellationToken cancellationToken)
    {
        if (job.RowGuess >= QueryLimits.TailRows)
            return null;
        using var rows = _database.Scan(job.Plan.Source.Key, new(job.Range, job.RowGuess, ScanDirection.Last, job.ColumnNames), cancellationToken);
        var first = FirstRowOfLastWindows(rows.Epochs, job.Calendar, limit);
        // Row 0 may lie within a window whose earlier rows were not read.
        if (first == 0 && rows.RowCount >= job.RowGuess)
            return null;
        var builder = job.NewBuilder();
        builder.Add(job.WithinRange(rows.Slice(first, rows.RowCount - first)));
        return builder.ToSeries(builder.BarCount);
    }

    /// <summary>Walks back over the times alone until the windows suffice.</summary>
    EpochTime FindStart(Job job, long limit, CancellationToken cancellationToken)
    {
        var range = job.Range;
        var windowsLeft = limit;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var rows = _database.Scan(job.Plan.Source.Key, new(range, QueryLimits.TailRows, ScanDirection.Last, []), cancellationToken);
            var epochs = rows.Epochs;
            var cursor = new WindowCursor(job.Calendar);
            for (var row = epochs.Length - 1; row >= 0; row--)
            {
                if (cursor.MoveTo(epochs[row]) && --windowsLeft == 0)
                    return new(Math.Max(cursor.Current.StartSeconds, range.Start.Seconds), 0);
            }

            if (rows.RowCount < QueryLimits.TailRows || cursor.Current.StartSeconds <= range.Start.Seconds)
                return range.Start;
            range = range with { End = new(cursor.Current.StartSeconds - 1, 999_999_999) };
        }
    }

    static int FirstRowOfLastWindows(ReadOnlySpan<long> epochs, WindowCalendar calendar, long limit)
    {
        var cursor = new WindowCursor(calendar);
        var windows = 0L;
        for (var row = epochs.Length - 1; row >= 0; row--)
        {
            if (cursor.MoveTo(epochs[row]) && ++windows > limit)
                return row + 1;
        }

        return 0;
    }

    /// <summary>What stays the same over the reads for one bucket. The range is whole windows.</summary>
    sealed record Job(BucketPlan Plan, WindowCalendar Calendar, IReadOnlyList<DataShape> Shapes, TimeRange Range, int RowGuess)
    {
        public IReadOnlyList<string> ColumnNames { get; } = [.. Shapes.Select(shape => shape.Name)];

        public BarBuilder NewBuilder() => new(Plan.Source.Key, Calendar, Shapes);

        /// <summary>Leaves out the row of a slot that begins before the first window and reaches into it.</summary>
        public ColumnSeries WithinRange(ColumnSeries rows)
        {
            var first = 0;
            while (first < rows.RowCount && rows.Epochs[first] < Range.Start.Seconds)
                first++;
            return first == 0 ? rows : rows.Slice(first, rows.RowCount - first);
        }
    }
}
