using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Plugins.Abstractions;

namespace MarketStore.SamplePlugin;

/// <summary>Writes the number of its beats.</summary>
sealed class HeartbeatWorker(IPluginHost host, string symbol, TimeSpan interval) : IWorker
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var beat = 1L; ; beat++)
        {
            var rows = new ColumnSeries(
                [
                    Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, [host.Clock.GetUtcNow().ToUnixTimeSeconds()]),
                    Column.Of<long>("Beat", ElementType.Int64, [beat]),
                ],
                rowCount: 1);
            await host.Store.WriteAsync([new(new(symbol, "1Sec", "BEAT"), rows)], cancellationToken);
            await Task.Delay(interval, host.Clock, cancellationToken);
        }
    }
}
