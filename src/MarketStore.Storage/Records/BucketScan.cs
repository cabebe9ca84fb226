using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>One read of one bucket: which year files take part, from which slot on, and the rows of them as columns.</summary>
internal static class BucketScan
{
    /// <summary>Rows that no answer can exceed: column lengths are 32-bit on one of the wires.</summary>
    const long MaxRows = int.MaxValue - 1;

    public static ColumnSeries Run(ScanSnapshot snapshot, ScanRequest request, CancellationToken cancellationToken)
    {
        var schema = snapshot.Bucket.Schema;
        var columns = request.Columns is null ? schema.AllColumns : new ScanColumns(schema, request.Columns);
        var limit = Math.Min(request.RowLimit ?? MaxRows, MaxRows);
        var parts = limit == 0 ? [] : PartsOf(snapshot, schema, request);
        return schema.RecordType == RecordType.Fixed
            ? ScanFixed(snapshot, schema, columns, parts, limit, request, cancellationToken)
            : ScanVariable(snapshot, schema, columns, parts, limit, request, cancellationToken);
    }

    /// <summary>The files that hold anything of the range, ascending, with the slots to look at.</summary>
    static List<(YearFile File, SlotRange Slots)> PartsOf(ScanSnapshot snapshot, BucketSchema schema, ScanRequest request)
    {
        var parts = new List<(YearFile, SlotRange)>();
        foreach (var file in snapshot.Years)
        {
            var slots = SlotRange.Of(file.Calendar, request.Range);
            if (slots.IsEmpty || !file.IsUsable())
                continue;
            if (schema.RecordType == RecordType.Fixed)
                slots = slots.Within(snapshot.UsedSlots(file));
            if (!slots.IsEmpty)
                parts.Add((file, slots));
        }

        return parts;
    }

    static ColumnSeries ScanFixed(
        ScanSnapshot snapshot, BucketSchema schema, ScanColumns columns, List<(YearFile File, SlotRange Slots)> parts, long limit, ScanRequest request, CancellationToken cancellationToken)
    {
        using var scanner = new FixedScanner(snapshot, schema, columns);
        if (request.Direction == ScanDirection.Last && request.RowLimit is not null)
            CutFront(parts, limit, scanner.FindStart, cancellationToken);
        var rows = new ColumnBuffers(columns, Math.Min(limit, parts.Sum(part => scanner.MostRows(part.File, part.Slots))));
        return Collect(rows, parts, limit, request, (file, slots, rowLimit) => scanner.Scan(file, slots, rows, rowLimit, cancellationToken));
    }

    static ColumnSeries ScanVariable(
        ScanSnapshot snapshot, BucketSchema schema, ScanColumns columns, List<(YearFile File, SlotRange Slots)> parts, long limit, ScanRequest request, CancellationToken cancellationToken)
    {
        using var scanner = new VariableScanner(snapshot, schema, columns, request.Range);
        var wanted = parts;
        if (request.Direction == ScanDirection.Last && request.RowLimit is not null)
            CutFront(wanted = [.. parts], limit, scanner.FindStart, cancellationToken);
        var found = Collect(new(columns, 0), wanted);
        if (found.RowCount == limit || wanted.SequenceEqual(parts))
            return found;
        // A damaged block held fewer rows than it claims.
        found.Dispose();
        return Collect(new(columns, 0), parts);

        ColumnSeries Collect(ColumnBuffers rows, List<(YearFile File, SlotRange Slots)> from) =>
            BucketScan.Collect(rows, from, limit, request, (file, slots, rowLimit) => scanner.Scan(file, slots, rows, rowLimit, cancellationToken));
    }

    delegate long StartFinder(YearFile file, SlotRange slots, long rowsWanted, ref long rowsFound, CancellationToken cancellationToken);

    /// <summary>For the last rows: drops files, and slots of the first file left, that are not needed.</summary>
    static void CutFront(List<(YearFile File, SlotRange Slots)> parts, long limit, StartFinder findStart, CancellationToken cancellationToken)
    {
        long found = 0;
        for (var part = parts.Count - 1; part >= 0; part--)
        {
            var (file, slots) = parts[part];
            parts[part] = (file, slots with { First = findStart(file, slots, limit, ref found, cancellationToken) });
            if (found < limit)
                continue;
            parts.RemoveRange(0, part);
            return;
        }
    }

    static ColumnSeries Collect(
        ColumnBuffers rows, List<(YearFile File, SlotRange Slots)> parts, long limit, ScanRequest request, Action<YearFile, SlotRange, long> scan)
    {
        try
        {
            var isLast = request.Direction == ScanDirection.Last && request.RowLimit is not null;
            foreach (var (file, slots) in parts)
                scan(file, slots, isLast ? MaxRows : limit);
            var count = (int)Math.Min(rows.RowCount, limit);
            return rows.ToSeries(isLast ? rows.RowCount - count : 0, count);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }
}
