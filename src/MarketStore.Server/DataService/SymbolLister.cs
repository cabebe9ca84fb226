using System.Globalization;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Protocol.Messages;
using MarketStore.Storage;

namespace MarketStore.Server.DataService;

/// <summary>Lists symbols or keys, all of them or those with a bucket of a timeframe, or with rows on a day.</summary>
internal sealed class SymbolLister(Database database)
{
    /// <exception cref="MarketStoreException">The date is none.</exception>
    public IReadOnlyList<string> List(ListSymbolsRequest request, CancellationToken cancellationToken)
    {
        var wantsKeys = request.Format == ListSymbolsRequest.KeyFormat;
        if (request is { Timeframe: "", Date: "" } && !wantsKeys)
            return [.. database.ListSymbols().Order(StringComparer.Ordinal)];

        IEnumerable<TimeBucketKey> keys = database.ListBuckets();
        if (request.Timeframe.Length > 0)
            keys = keys.Where(key => key.Timeframe == request.Timeframe);
        if (request.Date.Length > 0)
        {
            var day = ReadDay(request.Date);
            keys = keys.Where(key => HasRows(key, day, cancellationToken));
        }

        var names = wantsKeys ? keys.Select(key => key.ToString()) : keys.Select(key => key.Symbol).Distinct(StringComparer.Ordinal);
        return [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>The local day of a date, or of an instant given in Unix seconds.</summary>
    TimeRange ReadDay(string text)
    {
        long localDay;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            localDay = date.DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var epochSeconds))
            localDay = database.Zone.LocalDayAt(epochSeconds);
        else
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"date \"{ClientText.Printable(text)}\" is neither YYYY-MM-DD nor Unix seconds");
        return new(new(database.Zone.StartOfLocalDay(localDay), 0), new(database.Zone.StartOfLocalDay(localDay + 1) - 1, 999_999_999));
    }

    bool HasRows(TimeBucketKey key, TimeRange day, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // A slot longer than the day may start in the year before, so only years after the day's can be ruled out cheaply.
        if (!database.TryGetBucket(key, out var bucket) || bucket.Years.Count == 0 || bucket.Years[0] > database.Zone.YearAt(day.End.Seconds))
            return false;
        using var rows = database.Scan(key, new ScanRequest(day, RowLimit: 1, Columns: []), cancellationToken);
        return rows.RowCount > 0;
    }
}
