using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using Microsoft.Extensions.Logging;

namespace MarketStore.Plugins.Abstractions;

/// <summary>What the server gives a plug-in. Safe for any number of threads.</summary>
public interface IPluginHost
{
    /// <summary>The store.</summary>
    IPluginStore Store { get; }

    /// <summary>The server's time zone: the one in which days, weeks and years of the store begin.</summary>
    MarketTimeZone Zone { get; }

    /// <summary>Tells the time.</summary>
    TimeProvider Clock { get; }

    /// <summary>The server's log; lines carry the plug-in's name. 500 at once and 10 a second are shown, and how many are not.</summary>
    ILogger Logger { get; }

    /// <summary>Sends rows to whoever has subscribed to their key at <c>/ws</c>. Never waits.</summary>
    /// <param name="key">The bucket.</param>
    /// <param name="rows">One frame is sent for each; they stay the caller's.</param>
    /// <param name="sequence">The event's, so that those who read stored rows first get none twice.</param>
    void Publish(TimeBucketKey key, ColumnSeries rows, long sequence);

    /// <summary>Adds to a counter that <c>/metrics</c> shows beside the plug-in's name.</summary>
    /// <param name="name">What is counted, such as <c>bars_written</c>: letters, digits and underscores. A hundred names at most.</param>
    /// <param name="amount">How many; counters do not fall.</param>
    void Count(string name, long amount = 1);
}
