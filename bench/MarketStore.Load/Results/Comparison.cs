using System.Globalization;

namespace MarketStore.Load.Results;

/// <summary>Two reports of one machine, point by point.</summary>
static class Comparison
{
    /// <summary>Prints every point that changed by more than the bound, and returns 1 when any got slower.</summary>
    /// <param name="bound">Such as 1.2: a fifth more or less is noise.</param>
    public static int Print(LoadReport before, LoadReport after, double bound, TextWriter output)
    {
        if (before.Machine != after.Machine || before.Processors != after.Processors)
            output.WriteLine($"note: taken on {before.Machine} x {before.Processors} and on {after.Machine} x {after.Processors}");
        var isSlower = false;
        foreach (var point in after.Points)
        {
            if (before.Points.FirstOrDefault(candidate => candidate.Series == point.Series && candidate.X == point.X) is not { } old)
                continue;
            var ratio = point.PerSecond / old.PerSecond;
            if (ratio < bound && ratio > 1 / bound)
                continue;
            isSlower |= ratio < 1;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(ratio < 1 ? "SLOWER" : "faster")} {point.Series} at {point.X:0.##}: {old.PerSecond:N0} -> {point.PerSecond:N0} a second ({ratio:0.00}), p50 {old.MedianMilliseconds:0.000} -> {point.MedianMilliseconds:0.000} ms"));
        }

        return isSlower ? 1 : 0;
    }
}
