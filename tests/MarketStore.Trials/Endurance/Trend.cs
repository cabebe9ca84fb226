namespace MarketStore.Trials.Endurance;

/// <summary>Where figures are heading.</summary>
static class Trend
{
    /// <summary>The slope of the straight line that is nearest to the points by the sum of squares; 0 for fewer than two.</summary>
    public static double Slope(IReadOnlyCollection<(double X, double Y)> points)
    {
        if (points.Count < 2)
            return 0;
        var (meanX, meanY) = (points.Average(point => point.X), points.Average(point => point.Y));
        var spread = points.Sum(point => (point.X - meanX) * (point.X - meanX));
        return spread == 0 ? 0 : points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / spread;
    }
}
