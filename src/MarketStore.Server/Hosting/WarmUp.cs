using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Functions.Calls;

namespace MarketStore.Server.Hosting;

/// <summary>
/// Runs the functions over rows of no account, so that their code is compiled and optimized before a client asks for it: the first candles of a year would take ten times as long.
/// A thread of low priority, after the server answers.
/// </summary>
internal static class WarmUp
{
    // Code is optimized at its thirtieth call.
    const int Rounds = 40;
    const int Rows = 256;

    static readonly string[] Prices = ["Open", "High", "Low", "Close"];

    static readonly string[][] Pipelines =
    [
        ["candlecandler('1H',Open,High,Low,Close,Sum::Volume)"],
        ["tickcandler('1Min',Close)"],
        ["max(High)"],
        ["min(Low)"],
        ["avg(Close)"],
        ["count(*)"],
    ];

    public static void Begin(TimeProvider clock) => new Thread(() => Run(clock)) { Name = "warm-up", IsBackground = true, Priority = ThreadPriority.Lowest }.Start();

    static void Run(TimeProvider clock)
    {
        using var rows = MadeUpBars();
        var context = new FunctionContext(MarketTimeZone.Utc, clock);
        foreach (var calls in Pipelines)
        {
            for (var round = 0; round < Rounds; round++)
            {
                var run = new FunctionPipeline(calls).Start([.. rows.Shapes], context);
                run.Add(rows);
                run.Finish().Dispose();
            }
        }
    }

    static ColumnSeries MadeUpBars()
    {
        var epochs = Enumerable.Range(0, Rows).Select(row => row * 60L).ToArray();
        var prices = Enumerable.Range(0, Rows).Select(row => (float)row).ToArray();
        return new(
            [
                Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, epochs),
                .. Prices.Select(name => Column.Of<float>(name, ElementType.Float32, prices)),
                Column.Of<long>("Volume", ElementType.Int64, new long[Rows]),
            ],
            Rows);
    }
}
