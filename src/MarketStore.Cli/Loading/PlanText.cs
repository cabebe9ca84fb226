using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Loading;

/// <summary>Shows a plan: one line for each column of the file.</summary>
internal static class PlanText
{
    public static void Write(LoadPlan plan, TextWriter output)
    {
        output.WriteLine($"{plan.Path} -> {plan.Key} ({(plan.IsNew ? "new" : "exists")}, {(plan.RecordType == RecordType.Variable ? "variable" : "fixed")} records)");
        var lines = Enumerable.Range(0, plan.Header.Count).Select(column => Describe(plan, column)).ToList();
        var csvWidth = lines.Max(line => line.CsvName.Length);
        var nameWidth = lines.Max(line => line.Name.Length);
        foreach (var (csvName, name, type) in lines)
            output.WriteLine($"  {csvName.PadRight(csvWidth)} -> {name.PadRight(nameWidth)}  {type}");
    }

    static (string CsvName, string Name, string Type) Describe(LoadPlan plan, int column)
    {
        var csvName = ShownText.Printable(plan.Header[column]);
        if (column == plan.Time.Column)
            return (csvName, ColumnSeries.EpochName, plan.Time.Reader.Description);
        if (column == plan.Time.ClockColumn)
            return (csvName, ColumnSeries.EpochName, "time of day");
        if (plan.LeftOut.TryGetValue(column, out var reason))
            return (csvName, "-", $"left out: {reason}");
        var shape = plan.Columns.Single(planned => planned.Column == column).Shape;
        return (csvName, shape.Name, shape.Type.WireCode());
    }
}
