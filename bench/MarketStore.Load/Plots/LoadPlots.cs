using System.Globalization;
using MarketStore.Load.Results;
using ScottPlot;

namespace MarketStore.Load.Plots;

/// <summary>Draws the series of a report, those of one subject in one picture, both axes logarithmic.</summary>
static class LoadPlots
{
    const int Width = 720;
    const int Height = 420;

    /// <summary>Writes an SVG file for each subject: the part of a series' name before its first slash.</summary>
    public static void Draw(LoadReport report, string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var subject in report.Points.GroupBy(point => point.Series.Split('/')[0]))
        {
            var plot = new Plot();
            foreach (var series in subject.GroupBy(point => point.Series))
            {
                var points = series.OrderBy(point => point.X).ToList();
                var line = plot.Add.Scatter(points.Select(point => Math.Log10(point.X)).ToArray(), points.Select(point => Math.Log10(point.PerSecond)).ToArray());
                line.LegendText = series.Key;
            }

            plot.Axes.Bottom.TickGenerator = Decades();
            plot.Axes.Left.TickGenerator = Decades();
            plot.Title($"{subject.Key}, {report.Date}, {report.Machine} x {report.Processors}");
            plot.XLabel(Subjects.AxisOf(subject.Key));
            plot.YLabel(Subjects.UnitOf(subject.Key));
            plot.ShowLegend();
            plot.SaveSvg(Path.Combine(directory, $"{subject.Key}.svg"), Width, Height);
        }
    }

    static ScottPlot.TickGenerators.NumericAutomatic Decades() => new()
    {
        LabelFormatter = exponent => Math.Pow(10, exponent).ToString("#,0.##", CultureInfo.InvariantCulture),
        MinorTickGenerator = new ScottPlot.TickGenerators.LogMinorTickGenerator(),
        IntegerTicksOnly = true,
    };
}
