using MarketStore.Cli.Times;
using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Loading;

/// <summary>Finds each column of a bucket among the names that a control file gives, in any case; of several the last counts.</summary>
internal static class ControlledPlanner
{
    const string DateName = "Epoch-date";
    const string ClockName = "Epoch-time";

    /// <exception cref="MarketStoreException">A column of the bucket is not in the file.</exception>
    public static LoadPlan Plan(LoadOptions options, ControlFile control, IReadOnlyList<string> header, BucketDescription existing)
    {
        var columns = new List<PlannedColumn>();
        var missing = new List<string>();
        var time = FindTime(header, control.Times);
        if (time is null)
            missing.Add($"{ColumnSeries.EpochName} (or {DateName} and {ClockName})");
        foreach (var shape in StoredColumns(existing))
        {
            var column = Find(header, shape.Name);
            if (column >= 0)
                columns.Add(new(column, header[column], shape));
            else if (shape.Name != ColumnSeries.NanosecondsName)
                missing.Add(shape.Name);
        }

        if (time is null || missing.Count > 0)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"unable to match all csv file columns to DB columns: {options.Path} has no {string.Join(", ", missing)}, only {string.Join(", ", header.Select(name => ShownText.Printable(name)))}");
        return new(options.Path, options.Key, IsNew: false, existing.RecordType, header, time, columns, FindLeftOut(header, time, columns)) { CutsLongTexts = true };
    }

    static IEnumerable<DataShape> StoredColumns(BucketDescription existing)
    {
        foreach (var shape in existing.Columns)
        {
            if (shape.Name is not (ColumnSeries.EpochName or ColumnSeries.NanosecondsName))
                yield return shape;
        }

        // Ticks that were written to a file have them apart from their time.
        if (existing.RecordType == RecordType.Variable)
            yield return new(ColumnSeries.NanosecondsName, ElementType.Int32);
    }

    static TimeSource? FindTime(IReadOnlyList<string> header, ITimeReader reader)
    {
        var (whole, date, clock) = (Find(header, ColumnSeries.EpochName), Find(header, DateName), Find(header, ClockName));
        if (whole >= 0)
            return new(whole, ClockColumn: null, reader);
        return date >= 0 && clock >= 0 ? new(date, clock, reader) : null;
    }

    static Dictionary<int, string> FindLeftOut(IReadOnlyList<string> header, TimeSource time, List<PlannedColumn> columns)
    {
        var used = columns.Select(column => column.Column).Append(time.Column).Append(time.ClockColumn ?? -1).ToHashSet();
        return Enumerable.Range(0, header.Count).Where(column => !used.Contains(column)).ToDictionary(column => column, _ => "the bucket has no such column");
    }

    static int Find(IReadOnlyList<string> header, string name)
    {
        for (var column = header.Count - 1; column >= 0; column--)
        {
            if (header[column].Equals(name, StringComparison.OrdinalIgnoreCase))
                return column;
        }

        return -1;
    }
}
