using System.Globalization;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.TestKit.Golden;

namespace MarketStore.Tests.Sql;

/// <summary>The buckets that the recorded statements are about, filled from the same files.</summary>
static class GoldenStore
{
    static readonly DataShape[] Prices = Shapes(ElementType.Float32, "Open", "High", "Low", "Close");
    static readonly DataShape[] Volume = Shapes(ElementType.Int32, "Volume");
    static readonly DataShape[] Quotes = Shapes(ElementType.Float32, "Bid", "Ask");

    public static async Task FillAsync(SqlHost host)
    {
        await LoadAsync(host, "AAPL/1Min/OHLCV", "golden-bars.csv", RecordType.Fixed, [.. Prices, .. Volume]);
        await LoadAsync(host, "NVDA/1Min/TICK", "golden-ticks.csv", RecordType.Variable, Quotes);
        await LoadAsync(host, "XA/1D/OHLCV", "golden-prices.csv", RecordType.Fixed, [.. Shapes(ElementType.Float64, "Open", "High", "Low", "Close"), .. Shapes(ElementType.Int64, "Volume", "Trades")]);
        await LoadAsync(
            host, "XA/1D/ACTIONS", "golden-actions.csv", RecordType.Variable,
            [
                .. Shapes(ElementType.Int64, "TextNumber", "UpdateTextNumber", "DeleteTextNumber"),
                .. Shapes(ElementType.UInt8, "NotificationType", "Status", "UpdatedNotificationType", "SecurityType", "VoluntaryMandatoryCode"),
                .. Shapes(ElementType.Int64, "RecordDate", "EffectiveDate", "ExpirationDate"),
                .. Shapes(ElementType.Float64, "NewRate", "OldRate", "Rate"),
            ]);
        await LoadAsync(host, "GOLD/1D/X", "golden-daily.csv", RecordType.Fixed, [.. Shapes(ElementType.Float32, "P"), .. Shapes(ElementType.Int64, "V")]);
        await CreateAsync(host, "G1/5Min/OHLC", RecordType.Fixed, Prices);
        await CreateAsync(host, "G2/5Min/OHLCV", RecordType.Fixed, [.. Prices, .. Volume]);
        await CreateAsync(host, "G3/1Min/OHLCV", RecordType.Fixed, [.. Prices, .. Volume]);
        await CreateAsync(host, "G4/1Min/TICK", RecordType.Variable, Quotes);
        await CreateAsync(host, "G5/1Min/TICK", RecordType.Variable, Quotes);
    }

    static Task CreateAsync(SqlHost host, string key, RecordType recordType, DataShape[] shapes) => host.Database.CreateAsync(TimeBucketKey.Parse(key), recordType, shapes, year: 2020);

    static async Task LoadAsync(SqlHost host, string key, string file, RecordType recordType, DataShape[] shapes)
    {
        await CreateAsync(host, key, recordType, shapes);
        var rows = File.ReadLines(Path.Combine(GoldenFiles.Root, "sql", file)).Where(line => line.Length > 0).Select(line => line.Split(',')).ToList();
        var times = rows.ConvertAll(row => DateTime.ParseExact(row[0], ["yyyyMMdd HH:mm:ss", "yyyyMMdd HH:mm:ss ffffff"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));
        var columns = new List<Column> { Column.Of<long>("Epoch", ElementType.Int64, [.. times.Select(time => new DateTimeOffset(time).ToUnixTimeSeconds())]) };
        columns.AddRange(shapes.Select((shape, position) => ColumnOf(shape, rows.ConvertAll(row => row[position + 1]))));
        if (recordType == RecordType.Variable)
            columns.Add(Column.Of<int>("Nanoseconds", ElementType.Int32, [.. times.Select(time => (int)(time.Ticks % TimeSpan.TicksPerSecond * 100))]));
        await host.Write(key, [.. columns]);
    }

    static Column ColumnOf(DataShape shape, List<string> texts) => shape.Type switch
    {
        ElementType.Float32 => Column.Of<float>(shape.Name, shape.Type, [.. texts.Select(text => float.Parse(text, CultureInfo.InvariantCulture))]),
        ElementType.Float64 => Column.Of<double>(shape.Name, shape.Type, [.. texts.Select(text => double.Parse(text, CultureInfo.InvariantCulture))]),
        ElementType.Int32 => Column.Of<int>(shape.Name, shape.Type, [.. texts.Select(text => int.Parse(text, CultureInfo.InvariantCulture))]),
        ElementType.UInt8 => Column.Of<byte>(shape.Name, shape.Type, [.. texts.Select(text => byte.Parse(text, CultureInfo.InvariantCulture))]),
        _ => Column.Of<long>(shape.Name, shape.Type, [.. texts.Select(text => long.Parse(text, CultureInfo.InvariantCulture))]),
    };

    static DataShape[] Shapes(ElementType type, params string[] names) => [.. names.Select(name => new DataShape(name, type))];
}
