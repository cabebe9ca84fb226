using System.Diagnostics;
using MarketStore.Load.Results;
using MarketStore.Load.Servers;
using MarketStore.Load.Wires;

namespace MarketStore.Load.Workloads;

/// <summary>Clients that send prepared calls one after the other, each on a connection and a thread of its own.</summary>
static class Crew
{
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    /// <param name="prepare">The calls of a client, sent in a circle. Called before the clock starts.</param>
    /// <param name="unitsPerCall">Rows, symbols or queries of one call.</param>
    public static LoadPoint Run(string series, double x, IWire wire, LoadServer server, int clients, TimeSpan duration, double unitsPerCall, Func<int, IReadOnlyList<object>> prepare)
    {
        var calls = Enumerable.Range(0, clients).Select(prepare).ToArray();
        var latencies = new List<long>[clients];
        var begin = Stopwatch.GetTimestamp() + (long)(WarmUp.TotalSeconds * Stopwatch.Frequency);
        var end = begin + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var processorBefore = TimeSpan.Zero;
        Exception? failure = null;
        var threads = Enumerable.Range(0, clients).Select(client => new Thread(() =>
        {
            try
            {
                latencies[client] = Send(wire, calls[client], begin, end);
            }
            catch (Exception error)
            {
                failure ??= error;
                latencies[client] = [];
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        Thread.Sleep(WarmUp);
        processorBefore = server.ProcessorTime;
        threads.ForEach(thread => thread.Join());
        if (failure is not null)
            throw new InvalidOperationException($"{series} at {x}: {failure.Message}", failure);
        var processor = server.ProcessorTime - processorBefore;
        var all = latencies.SelectMany(each => each).Order().ToList();
        var seconds = (double)(Stopwatch.GetTimestamp() - begin) / Stopwatch.Frequency;
        return new(series, x, all.Count * unitsPerCall / seconds, Milliseconds(all[all.Count / 2]), Milliseconds(all[(int)(all.Count * 0.99)]), processor.TotalSeconds);
    }

    /// <summary>Ticks of the stopwatch that each call took, of those that began within the time.</summary>
    static List<long> Send(IWire wire, IReadOnlyList<object> calls, long begin, long end)
    {
        using var connection = wire.Connect();
        var latencies = new List<long>(1 << 16);
        for (var number = 0; ; number++)
        {
            var started = Stopwatch.GetTimestamp();
            if (started >= end && latencies.Count > 0)
                return latencies;
            connection.Call(calls[number % calls.Count]);
            if (started >= begin)
                latencies.Add(Stopwatch.GetTimestamp() - started);
        }
    }

    static double Milliseconds(long ticks) => ticks * 1_000.0 / Stopwatch.Frequency;
}
