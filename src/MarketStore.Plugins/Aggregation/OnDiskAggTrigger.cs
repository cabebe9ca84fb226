using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Functions.Windows;
using MarketStore.Plugins.Abstractions;
using Microsoft.Extensions.Logging;

namespace MarketStore.Plugins.Aggregation;

/// <summary>
/// Keeps coarser bars equal to what their source says: of whatever windows a change touches, each bar is made anew of all rows that the source has of it by then. Nothing is remembered between
/// calls, so that late, corrected and repeated rows need no care. docs/plugins.md, "ondiskagg".
/// </summary>
internal sealed class OnDiskAggTrigger : ITrigger
{
    const string Trades = "TRADE";
    const string Bars = "OHLCV";

    /// <summary>Bars of one batch; a batch is one record of the log.</summary>
    const int MaxBatchRows = 100_000;

    /// <summary>Source rows that are read at once, about.</summary>
    const long MaxRowsAtOnce = 1_000_000;

    readonly AggregationSettings _settings;
    readonly IPluginHost _host;
    readonly IReadOnlyList<DestinationWindows> _destinations;
    readonly long _longest;
    readonly HashSet<string> _said = new(StringComparer.Ordinal);

    public OnDiskAggTrigger(AggregationSettings settings, IPluginHost host)
    {
        (_settings, _host) = (settings, host);
        _destinations = [.. settings.Destinations.Select(timeframe => new DestinationWindows(timeframe, host.Zone))];
        _longest = settings.Destinations.Max(timeframe => timeframe.Seconds);
    }

    /// <summary>What one bucket's files refuse keeps no other's bars back. What may go well later comes again: all of it, which does no harm.</summary>
    public async ValueTask FireAsync(IReadOnlyList<TriggerEvent> events, CancellationToken cancellationToken)
    {
        var sources = new Dictionary<TimeBucketKey, SourceRanges>();
        foreach (var change in events)
        {
            if (!sources.TryGetValue(change.Key, out var ranges))
                sources.Add(change.Key, ranges = new(_longest));
            ranges.Add(change.First, change.Last);
            if (change.IsRemoval)
                ranges.Removed.Add((change.First, change.Last));
        }

        var faults = new AggregationFaults(_host, text => SayOnce(LogLevel.Error, text));
        var batch = new BarBatch(_host, faults, MaxBatchRows);
        foreach (var (key, ranges) in sources)
        {
            foreach (var (first, last) in ranges.All)
                await faults.Of(key, () => AggregateAsync(key, first, last, ranges.Removed, batch, faults, cancellationToken));
        }

        await batch.FlushAsync(cancellationToken);
        faults.ThrowIfPassing();
    }

    async Task AggregateAsync(TimeBucketKey key, long first, long last, List<(long First, long Last)> removed, BarBatch batch, AggregationFaults faults, CancellationToken cancellationToken)
    {
        if (!Timeframe.TryParse(key.Timeframe, out var timeframe) || !_host.Store.TryGetBucket(key, out var bucket))
            return;
        var isTrades = !BarRows.Fits(bucket.Columns) && TradeRows.Fits(bucket.Columns);
        if (!isTrades && !BarRows.Fits(bucket.Columns))
        {
            Warn($"{key} has neither Open, High, Low and Close nor Price and Size: no bars are made of it");
            return;
        }

        var most = Math.Max(_longest, timeframe.Seconds * MaxRowsAtOnce);
        for (var start = first; start <= last; start += most)
        {
            var piece = new Piece(key, timeframe, isTrades, start, Math.Min(last, start + most - 1), IsFirst: start == first);
            await AggregateAsync(piece, removed, batch, faults, cancellationToken);
        }
    }

    async Task AggregateAsync(Piece piece, List<(long First, long Last)> removed, BarBatch batch, AggregationFaults faults, CancellationToken cancellationToken)
    {
        var due = new List<(DestinationWindows Windows, long Start, long End)>();
        foreach (var windows in _destinations)
        {
            if ((windows.Timeframe.Seconds <= piece.Timeframe.Seconds && !piece.IsTrades) || DestinationOf(piece, windows) == piece.Key)
            {
                Warn($"{piece.Key} is not finer than {windows.Timeframe}, and no such bars are made of it");
                continue;
            }

            if (RangeOf(windows, piece) is var (start, end))
                due.Add((windows, start, end));
        }

        if (due.Count == 0)
            return;
        var range = new TimeRange(new(due.Min(part => part.Start), 0), new(due.Max(part => part.End) - 1, 999_999_999));
        using var all = _host.Store.Read(piece.Key, range, piece.IsTrades ? TradeRows.Columns : BarRows.Columns, cancellationToken);
        using var inSession = all is not null && _settings.Sessions is { } calendar && piece.Timeframe.Seconds < Timeframe.SecondsPerDay && due.Exists(part => IsLong(part.Windows)) ? SessionRows.Of(all, calendar) : null;
        foreach (var (windows, start, end) in due)
        {
            var rows = inSession is not null && IsLong(windows) ? inSession : all;
            var destination = DestinationOf(piece, windows);
            var found = rows is null ? [] : WindowsOf(rows.Epochs, windows, start, end);
            await faults.Of(destination, async () =>
            {
                if (_host.Store.TryGetBucket(destination, out var stored) && stored.IsVariable)
                    throw new MarketStoreException(ErrorKind.InvalidRequest, "it holds ticks, which do not replace each other");
                var bars = found.Count > 0 ? Make(piece, rows!, windows, found) : null;
                if (removed.Count > 0 && (found.Count == 0 || bars is not null))
                    await RemoveEmptyAsync(destination, windows, (start, end), removed, bars, cancellationToken);
                if (bars is { RowCount: > 0 })
                    await batch.AddAsync(destination, bars, cancellationToken);
            });
        }
    }

    static TimeBucketKey DestinationOf(Piece piece, DestinationWindows windows) => new(piece.Key.Symbol, windows.Timeframe.Text, piece.Key.AttributeGroup == Trades ? Bars : piece.Key.AttributeGroup);

    /// <summary>The windows of a destination that a piece touches; null for none.</summary>
    (long Start, long End)? RangeOf(DestinationWindows windows, Piece piece)
    {
        var first = windows.At(piece.First);
        // The piece before had the window that reaches into this one.
        var start = piece.IsFirst || first.StartSeconds == piece.First ? first.StartSeconds : first.EndSeconds;
        var end = windows.At(piece.Last).EndSeconds;
        if (_settings.CurrentPeriodOnly && IsLong(windows))
            start = Math.Max(start, windows.At(_host.Clock.GetUtcNow().ToUnixTimeSeconds()).StartSeconds);
        return start < end ? (start, end) : null;
    }

    static bool IsLong(DestinationWindows windows) => windows.Timeframe.Seconds >= Timeframe.SecondsPerDay;

    /// <summary>Windows that have rows, and where these begin and end.</summary>
    static List<(TimeWindow Window, int Start, int End)> WindowsOf(ReadOnlySpan<long> epochs, DestinationWindows windows, long start, long end)
    {
        var found = new List<(TimeWindow Window, int Start, int End)>();
        for (var row = LowerBound(epochs, start); row < epochs.Length && epochs[row] < end;)
        {
            var window = windows.At(epochs[row]);
            var next = row + LowerBound(epochs[row..], window.EndSeconds);
            found.Add((window, row, next));
            row = next;
        }

        return found;
    }

    static int LowerBound(ReadOnlySpan<long> epochs, long epoch)
    {
        var (low, high) = (0, epochs.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (epochs[middle] < epoch)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    ColumnSeries? Make(Piece piece, ColumnSeries rows, DestinationWindows windows, List<(TimeWindow Window, int Start, int End)> found)
    {
        try
        {
            if (piece.IsTrades)
                return TradeRows.Aggregate(rows, found, windows);
            var isCut = false;
            var bars = BarRows.Aggregate(rows, found, windows, ref isCut);
            if (isCut)
                Warn($"{piece.Key}: the volume of {windows.Timeframe} is more than its column holds, and is cut: have the source store it in 64 bits");
            return bars;
        }
        catch (MarketStoreException error)
        {
            Warn($"{piece.Key}: no bars of {windows.Timeframe} are made: {error.Message}");
            return null;
        }
    }

    /// <summary>Rows of the source were removed: bars of windows that have none left, or none that make a bar, go too.</summary>
    async Task RemoveEmptyAsync(TimeBucketKey destination, DestinationWindows windows, (long Start, long End) range, List<(long First, long Last)> removed, ColumnSeries? bars, CancellationToken cancellationToken)
    {
        using var stored = _host.Store.Read(destination, new(new(range.Start, 0), new(range.End - 1, 0)), [], cancellationToken);
        if (stored is null)
            return;
        var kept = bars is null ? [] : bars.Epochs.ToArray().ToHashSet();
        foreach (var epoch in stored.Epochs.ToArray())
        {
            var window = windows.OfSlot(epoch);
            if (window.StartSeconds >= range.Start && window.StartSeconds < range.End && !kept.Contains(windows.TimeOf(window)) && removed.Exists(part => part.First < window.EndSeconds && part.Last >= window.StartSeconds))
                _host.Count("bars_removed", await _host.Store.DeleteAsync(destination, new(new(epoch, 0), new(epoch, 0)), cancellationToken));
        }
    }

    void Warn(string text) => SayOnce(LogLevel.Warning, text);

    void SayOnce(LogLevel level, string text)
    {
        if (_said.Add(text))
            _host.Logger.Log(level, "{Text}", text);
    }

    /// <summary>A part of what changed in a source.</summary>
    readonly record struct Piece(TimeBucketKey Key, Timeframe Timeframe, bool IsTrades, long First, long Last, bool IsFirst);
}
