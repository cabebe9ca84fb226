using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Plugins.Abstractions;
using Microsoft.Extensions.Logging;

namespace MarketStore.SamplePlugin;

/// <summary>For each bar that closes further from its open than some percent: a row in <c>SYMBOL/1Min/ALERT</c>, and a line in the log.</summary>
sealed class AlertTrigger(IPluginHost host, long percent) : ITrigger
{
    public async ValueTask FireAsync(IReadOnlyList<TriggerEvent> events, CancellationToken cancellationToken)
    {
        foreach (var change in events)
        {
            // Rows are not there after a crash, and when the trigger fell behind: then what is stored is looked at. Doing so twice writes the same.
            using var read = change.Rows is null ? host.Store.Read(change.Key, new(new(change.First, 0), new(change.Last, 0)), cancellationToken: cancellationToken) : null;
            if ((change.Rows ?? read) is { } rows && FindJumps(rows) is { Count: > 0 } jumps)
                await AlertAsync(change.Key, jumps, cancellationToken);
        }
    }

    List<(long Epoch, float Percent)> FindJumps(ColumnSeries rows)
    {
        var jumps = new List<(long Epoch, float Percent)>();
        if (!rows.TryGetColumn("Open", out var open) || !rows.TryGetColumn("Close", out var close) || open.Value.Type != ElementType.Float32 || close.Value.Type != ElementType.Float32)
            return jumps;
        var opens = open.Value.Values<float>();
        var closes = close.Value.Values<float>();
        for (var row = 0; row < rows.RowCount; row++)
        {
            var jump = 100 * ((closes[row] / opens[row]) - 1);
            if (Math.Abs(jump) >= percent)
                jumps.Add((rows.Epochs[row], jump));
        }

        return jumps;
    }

    async Task AlertAsync(TimeBucketKey key, List<(long Epoch, float Percent)> jumps, CancellationToken cancellationToken)
    {
        var rows = new ColumnSeries(
            [
                Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, [.. jumps.Select(jump => jump.Epoch)]),
                Column.Of<float>("Percent", ElementType.Float32, [.. jumps.Select(jump => jump.Percent)]),
            ],
            jumps.Count);
        await host.Store.WriteAsync([new(new(key.Symbol, key.Timeframe, "ALERT"), rows)], cancellationToken);
        host.Count("alerts", jumps.Count);
        host.Logger.LogInformation("{Key} jumped {Count} times", key, jumps.Count);
    }
}
