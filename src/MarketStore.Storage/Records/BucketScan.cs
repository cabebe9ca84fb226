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
        if (schema.RecordType == RecordType.Fixed)
        {
            using var scanner = new FixedScanner(snapshot, schema, columns);
            return Scan(scanner, columns, parts, limit, request, cancellationToken);
        }
        else
        {
            using var scanner = new VariableScanner(snapshot, schema, columns, request);
            return Scan(scanner, columns, parts, limit, request, cancellationToken);
        }
    }

    /// <summary>The files that hold anything of the range, ascending, with the slots to look at.</summary>
    static List<(YearFile File, SlotRange Slots)> PartsOf(ScanSnapshot snapshot, BucketSchema schema, ScanRequest request)
    {
        var parts = new List<(YearFile, SlotRange)>(1);
        for (var year = 0; year < snapshot.Years.Count; year++)
        {
            var file = snapshot.Years[year];
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

    static ColumnSeries Scan<TScanner>(TScanner scanner, ScanColumns columns, List<(YearFile File, SlotRange Slots)> parts, long limit, ScanRequest request, CancellationToken cancellationToken)
        where TScanner : class, IRowScanner
    {
        try
        {
            return Read(scanner, columns, parts, limit, request, cancellationToken);
        }
        finally
        {
            request.Counter?.Add(scanner.SlotsRead);
        }
    }

    static ColumnSeries Read<TScanner>(TScanner scanner, ScanColumns columns, List<(YearFile File, SlotRange Slots)> parts, long limit, ScanRequest request, CancellationToken cancellationToken)
        where TScanner : class, IRowScanner
    {
        if (request.Direction != ScanDirection.Last || request.RowLimit is null)
            return Collect(scanner, columns, parts, limit, isLast: false, request.Position, cancellationToken);
        var wanted = new List<(YearFile, SlotRange)>(parts);
        CutFront(scanner, wanted, limit, cancellationToken);
        var found = Collect(scanner, columns, wanted, limit, isLast: true, position: null, cancellationToken);
        if (found.RowCount == limit || wanted.SequenceEqual(parts))
            return found;
        // A damaged block held fewer rows than it claims.
        found.Dispose();
        return Collect(scanner, columns, parts, limit, isLast: true, position: null, cancellationToken);
    }

    /// <summary>For the last rows: drops files, and slots of the first file left, that are not needed.</summary>
    static void CutFront<TScanner>(TScanner scanner, List<(YearFile File, SlotRange Slots)> parts, long limit, CancellationToken cancellationToken)
        where TScanner : class, IRowScanner
    {
        long found = 0;
        for (var part = parts.Count - 1; part >= 0; part--)
        {
            var (file, slots) = parts[part];
            parts[part] = (file, slots with { First = scanner.FindStart(file, slots, limit, ref found, cancellationToken) });
            if (found < limit)
                continue;
            parts.RemoveRange(0, part);
            return;
        }
    }

    static ColumnSeries Collect<TScanner>(TScanner scanner, ScanColumns columns, List<(YearFile File, SlotRange Slots)> parts, long limit, bool isLast, ScanPosition? position, CancellationToken cancellationToken)
        where TScanner : class, IRowScanner
    {
        var most = 0L;
        foreach (var (file, slots) in parts)
            most += scanner.MostRows(file, slots);
        var rows = new ColumnBuffers(columns, Math.Min(isLast ? MaxRows : limit, most));
        try
        {
            if (position is not null)
                position.Next = null;
            foreach (var (file, slots) in parts)
            {
                scanner.Scan(file, slots, rows, isLast ? MaxRows : limit, cancellationToken);
                if (position?.Next is not null)
                    break;
            }

            var count = (int)Math.Min(rows.RowCount, position is null ? limit : MaxRows);
            return rows.ToSeries(isLast ? rows.RowCount - count : 0, count);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }
}
