using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Plugins.Abstractions;

namespace MarketStore.Plugins.Aggregation;

/// <summary>Gathers bars of many buckets into few writes. For one thread.</summary>
internal sealed class BarBatch(IPluginHost host, AggregationFaults faults, int maxRows)
{
    readonly Dictionary<TimeBucketKey, ColumnSeries> _bars = [];
    int _rows;

    public async Task AddAsync(TimeBucketKey key, ColumnSeries bars, CancellationToken cancellationToken)
    {
        // Each key may occur once in a batch.
        if (_bars.ContainsKey(key) || _rows + bars.RowCount > maxRows)
            await FlushAsync(cancellationToken);
        _bars.Add(key, bars);
        _rows += bars.RowCount;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_bars.Count == 0)
            return;
        PluginWrite[] writes = [.. _bars.Select(bar => new PluginWrite(bar.Key, bar.Value))];
        _bars.Clear();
        _rows = 0;
        await WriteAsync(writes, cancellationToken);
    }

    async Task WriteAsync(PluginWrite[] writes, CancellationToken cancellationToken)
    {
        try
        {
            await host.Store.WriteAsync(writes, cancellationToken);
            host.Count("bars_written", writes.Sum(write => (long)write.Rows.RowCount));
        }
        catch (MarketStoreException error) when (error.Kind != ErrorKind.Unavailable)
        {
            if (writes is [var refused])
            {
                faults.Add(refused.Key, error);
                return;
            }

            // One bucket that does not take them keeps no other's back.
            foreach (var write in writes)
                await WriteAsync([write], cancellationToken);
        }
    }
}
