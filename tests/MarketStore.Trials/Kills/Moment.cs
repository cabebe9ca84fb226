using System.Diagnostics;

namespace MarketStore.Trials.Kills;

/// <summary>Random moments, spread evenly over the orders of magnitude: the short ones are as likely to hit something as the long ones.</summary>
static class Moment
{
    public static int Count(Random random, int most) => (int)Math.Exp(random.NextDouble() * Math.Log(most + 0.99));

    public static TimeSpan Within(Random random, TimeSpan most) => TimeSpan.FromMicroseconds(Math.Exp(random.NextDouble() * Math.Log(most.TotalMicroseconds)));

    /// <summary>Short times pass without giving up the processor: they would be ten times as long.</summary>
    public static async Task PassAsync(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        if (time > TimeSpan.FromMilliseconds(50))
            await Task.Delay(time);
        while (Stopwatch.GetElapsedTime(start) < time)
            Thread.SpinWait(20);
    }
}
