using System.Diagnostics;
using System.Text.Json;

namespace MarketStore.Load.Streaming;

/// <summary>All subscribers, in a process of their own.</summary>
static class StreamClients
{
    /// <summary>Writes "ready" when all are subscribed, and the figures when all have everything or the input ends.</summary>
    public static void Run(int port, StreamPlan plan)
    {
        var stalled = Enumerable.Range(0, plan.Stalled).Select(number => StreamSubscriber.Connect(port, number, plan, isStalled: true)).ToList();
        var healthy = Enumerable.Range(plan.Stalled, plan.Healthy).Select(number => StreamSubscriber.Connect(port, number, plan, isStalled: false)).ToList();
        var reading = Task.WhenAll(healthy.Select(subscriber => subscriber.ReadAsync()));
        Console.WriteLine("ready");
        // The server says when it gives up waiting for them.
        Task.WhenAny(reading, Task.Run(Console.In.ReadLine)).Wait();
        var latencies = healthy.SelectMany(subscriber => subscriber.Latencies.ToArray()).Order().ToArray();
        Console.WriteLine(JsonSerializer.Serialize(new StreamFigures(
            healthy.Sum(subscriber => (long)subscriber.Received),
            healthy.Sum(subscriber => (long)subscriber.Faults),
            At(latencies, 0.5),
            At(latencies, 0.99),
            At(latencies, 1),
            Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds)));
        stalled.ForEach(subscriber => subscriber.Dispose());
        healthy.ForEach(subscriber => subscriber.Dispose());
    }

    static double At(int[] latencies, double share) => latencies.Length == 0 ? 0 : latencies[Math.Min(latencies.Length - 1, (int)(latencies.Length * share))] / 1_000.0;
}
