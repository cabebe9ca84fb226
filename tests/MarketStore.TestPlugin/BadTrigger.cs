using System.Reflection;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Plugins.Abstractions;
using Microsoft.Extensions.Logging;

namespace MarketStore.TestPlugin;

/// <summary>Throws, also where nobody waits, hangs, answers its own writes, floods the log, or looks for what is not its own.</summary>
sealed class BadTrigger(string mode, IPluginHost host) : ITrigger, IDisposable
{
    static readonly string[] Foreign = ["MarketStore.Storage", "MarketStore.Server", "MarketStore.Sql", "MarketStore.Query", "MarketStore.Plugins"];

    public async ValueTask FireAsync(IReadOnlyList<TriggerEvent> events, CancellationToken cancellationToken)
    {
        switch (mode)
        {
            case "throw":
                throw new InvalidOperationException("a defect of the plug-in");
            case "hang":
                Thread.Sleep(Timeout.InfiniteTimeSpan);
                break;
            case "loop":
                foreach (var change in events)
                {
                    var rows = new ColumnSeries([Column.Of<long>("Epoch", ElementType.Int64, [change.First]), Column.Of<int>("Count", ElementType.Int32, [events.Count])], 1);
                    await host.Store.WriteAsync([new(new(change.Key.Symbol, change.Key.Timeframe, "LOOP"), rows)], cancellationToken);
                }

                break;
            case "flood":
                host.Count("floods", 1_000);
                for (var line = 0; line < 100_000; line++)
                    host.Logger.LogError("line {Line} of a flood", line);
                for (var name = 0; name < 10_000; name++)
                    host.Count($"counter_{name}");
                break;
            case "stray":
                new Thread(() => throw new InvalidOperationException("a defect of the plug-in's thread")).Start();
                ThrowLater();
                break;
            case "wait":
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
            case "peek":
                host.Count("seen", Foreign.Count(CanLoad));
                host.Count("looked");
                break;
        }
    }

    public void Dispose()
    {
        if (mode == "wait")
            throw new InvalidOperationException("a defect at the end");
    }

    static async void ThrowLater()
    {
        await Task.Yield();
        throw new InvalidOperationException("a defect that nobody awaits");
    }

    static bool CanLoad(string name)
    {
        try
        {
            return Assembly.Load(name) is not null;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
