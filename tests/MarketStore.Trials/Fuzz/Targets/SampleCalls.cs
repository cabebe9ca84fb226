using MarketStore.TestKit.Rpc;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>One sound call of every kind, as plain values.</summary>
static class SampleCalls
{
    const string Bars = "AAPL/1Min/OHLCV";
    const string Ticks = "TSLA/1Sec/TICK";
    const long Start = 1_590_969_600;

    static readonly TypedColumn[] BarColumns =
    [
        TypedColumn.Of("Epoch", Start, Start + 60, Start + 120), TypedColumn.Of("Open", 1f, 2f, 3f), TypedColumn.Of("High", 2f, 3f, 4f),
        TypedColumn.Of("Low", 0.5f, 1f, 2f), TypedColumn.Of("Close", 1.5f, 2.5f, 3.5f), TypedColumn.Of("Volume", 10, 20, 30),
    ];

    static readonly TypedColumn[] TickColumns =
    [
        TypedColumn.Of("Epoch", Start, Start, Start + 1), TypedColumn.Of("Nanoseconds", 5, 500_000_000, 7), TypedColumn.Of("Price", 10.5, 10.25, 11.0),
        TypedColumn.Of<byte>("Size", 1, 2, 3),
    ];

    /// <summary>The methods with the parameters of a call, in an order in which all succeed.</summary>
    public static IEnumerable<(string Method, Dictionary<string, object?> Parameters)> All()
    {
        yield return ("Create", Requests.Of(Requests.Create("MSFT/1D/OHLCV", isVariable: false, ("Open", "f8"), ("Vol", "u8"))));
        yield return ("Create", Requests.Of(new Dictionary<string, object?> { ["key"] = "IBM/1H/X", ["row_type"] = "variable", ["data_shapes"] = "Epoch/int64:Bid,Ask/float32:Size/int32" }));
        yield return ("Write", Requests.Of(Requests.Write(Requests.Dataset([Bars, "GOOG/1Min/OHLCV"], BarColumns))));
        yield return ("Write", Requests.Of(Requests.Write(Requests.Dataset([Ticks], TickColumns), isVariable: true)));
        yield return ("Write", Requests.Of(
            Requests.Write(Requests.Dataset(["MSFT/1D/OHLCV"], TypedColumn.Of("Epoch", Start, 1_609_459_200), TypedColumn.Of("Open", 1, 2), TypedColumn.Of("Vol", 3, 4L)))));
        yield return ("Query", Requests.Of(Requests.Query(Bars)));
        yield return ("Query", Requests.Of(Requests.Query(Ticks, ("epoch_start", Start), ("epoch_start_nanos", 3L), ("epoch_end", Start + 1), ("epoch_end_nanos", 9L), ("limit_record_count", 2L))));
        yield return ("Query", Requests.Of(Requests.Query("AAPL,GOOG/5Min/OHLCV", ("limit_record_count", 1L), ("limit_from_start", true), ("columns", Texts("Close", "Open")))));
        yield return ("Query", Requests.Of(Requests.Query("*/1Min/OHLCV", ("functions", Texts("candlecandler('5Min',Open,High,Low,Close,Sum::Volume)")))));
        yield return ("Query", Requests.Of(Requests.Query(Ticks, ("functions", Texts("tickcandler('1Min',Price)")))));
        yield return ("Query", Requests.Of(
            Requests.Query(Ticks, ("functions", Texts("avg(Price)"))), Requests.Query(Bars, ("functions", Texts("max(High)"))), Requests.Query(Bars, ("functions", Texts("gap('1Sec')")))));
        yield return ("Query", Requests.Of(new Dictionary<string, object?> { ["is_sqlstatement"] = true, ["sql_statement"] = "SELECT * FROM `AAPL/1Min/OHLCV`;" }));
        yield return ("GetInfo", Requests.Of(Requests.Key(Bars), Requests.Key(Ticks + ":Symbol/Timeframe/AttributeGroup"), Requests.Key("NONE/1Min/X")));
        yield return ("ListSymbols", new() { ["format"] = "tbk", ["timeframe"] = "1Min", ["date"] = "2020-06-01" });
        yield return ("ListSymbols", new() { ["format"] = "symbol", ["date"] = "1590969600" });
        yield return ("Destroy", Requests.Of(Requests.Key("GOOG/1Min"), Requests.Key("IBM/1H/X")));
    }

    /// <summary>Texts that calls are made of.</summary>
    public static IReadOnlyList<string> Texts() =>
    [
        Bars, Ticks, "MSFT/1D/OHLCV", "IBM/1H/X", "A/1Y/Z", "A/99999W/Z", "*/1Min/OHLCV", "AAPL,GOOG,MSFT/1D/OHLCV", "AAPL/7Min/OHLCV", "AAPL/1W/OHLCV", "AAPL/1M/OHLCV", "../../x", "AAPL",
        "DataService.Query", "DataService.Write", "DataService.Create", "DataService.Destroy", "DataService.GetInfo", "DataService.ListSymbols", "2.0", "jsonrpc", "method", "params", "id",
        "requests", "destination", "key_category", "epoch_start", "epoch_start_nanos", "epoch_end", "epoch_end_nanos", "limit_record_count", "limit_from_start", "columns", "functions",
        "is_sqlstatement", "sql_statement", "dataset", "types", "names", "data", "length", "startindex", "lengths", "is_variable_length", "key", "column_types", "column_names", "row_type",
        "data_shapes", "format", "timeframe", "date", "tbk", "fixed", "variable", "Symbol/Timeframe/AttributeGroup", "Timeframe/Symbol/AttributeGroup", "AttributeGroup", ":",
        "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8", "U16", "FLOAT32", "int64", "Epoch", "Nanoseconds", "Open", "High", "Low", "Close", "Volume", "Price", "Size",
        "candlecandler('5Min',Open,High,Low,Close,Sum::Volume)", "candlecandler('1D',Open,High,Low,Close,Avg::Volume)", "tickcandler('1Min',Price,Sum::Size)", "tickCandler('30D',Price)",
        "min(Price)", "max(Close)", "avg(Open)", "count(*)", "count(Price)", "gap('1Sec')", "gap(5,Epoch)", "adjust()", "candlecandler('1Min')", "'", "(", ")", ",", "::", "",
        "2020-06-01", "-377673000000", "1970-01-01", "0001-01-01", "9999-12-31", "\u0000", "\ud7ff", "/", "a/b/c/d",
    ];

    static List<object?> Texts(params string[] texts) => [.. texts];
}
