using System.Diagnostics;
using MarketStore.Load.Results;
using MarketStore.Load.Servers;
using MarketStore.Load.Wires;
using MarketStore.Protocol.Messages;

namespace MarketStore.Load.Workloads;

/// <summary>How the server's work grows with clients, rows, bars, symbols and years.</summary>
sealed class Scaling(LoadServer server, TimeSpan duration, Action<LoadPoint> report)
{
    static readonly int[] Clients = [1, 2, 4, 8, 16];

    readonly JsonRpcWire _rpc = new("127.0.0.1", server.Port);
    readonly GrpcWire _grpc = new(new Uri($"http://127.0.0.1:{server.GrpcPort}"));

    /// <summary>One row a call, each client its own symbol.</summary>
    public void Appends()
    {
        foreach (IWire wire in (IWire[])[_rpc, _grpc])
        {
            foreach (var clients in Clients)
                report(Crew.Run($"appends/{wire.Name}", clients, wire, server, clients, duration, 1, client => [.. Enumerable.Range(0, 500).Select(minute => wire.PrepareWrite([Data.Bars($"A{client}", Data.YearStart + (minute * 60), 1)], isVariable: false))]));
        }
    }

    /// <summary>10,000 bars a call, each client its own symbols.</summary>
    public void Ingest()
    {
        foreach (IWire wire in (IWire[])[_rpc, _grpc])
        {
            foreach (var clients in Clients)
                report(Crew.Run($"ingest/{wire.Name}", clients, wire, server, clients, duration, 10_000, client => [.. Enumerable.Range(0, 10).Select(part => wire.PrepareWrite([Data.Bars($"I{client}", Data.YearStart + (part * 600_000L), 10_000)], isVariable: false))]));
        }
    }

    /// <summary>One client, ever more rows a call.</summary>
    public void Batches()
    {
        foreach (var rows in (int[])[1, 10, 100, 1_000, 10_000, 100_000])
            report(Crew.Run("batch/one symbol", rows, _rpc, server, 1, duration, rows, _ => [_rpc.PrepareWrite([Data.Bars("B", Data.YearStart, rows)], isVariable: false)]));
        foreach (var symbols in (int[])[1, 10, 100, 1_000])
            report(Crew.Run("batch/100 rows of each symbol", symbols * 100, _rpc, server, 1, duration, symbols * 100, _ => [_rpc.PrepareWrite([.. Enumerable.Range(0, symbols).Select(symbol => Data.Bars($"BM{symbol}", Data.YearStart, 100))], isVariable: false)]));
    }

    /// <summary>The last ten bars.</summary>
    public void LastBars()
    {
        WriteYear("L");
        foreach (IWire wire in (IWire[])[_rpc, _grpc])
        {
            foreach (var clients in Clients)
                report(Crew.Run($"last/{wire.Name}", clients, wire, server, clients, duration, 1, _ => [wire.PrepareQuery(Last("L/1Min/OHLCV", 10))]));
        }
    }

    /// <summary>Ever more bars of one symbol in an answer.</summary>
    public void Ranges()
    {
        WriteYear("R");
        foreach (var bars in (int[])[10, 100, 1_000, 10_000, 100_000, Data.MinutesOfYear])
            report(Crew.Run("range/JSON-RPC", bars, _rpc, server, 1, duration, bars, _ => [_rpc.PrepareQuery(Last("R/1Min/OHLCV", bars))]));
    }

    /// <summary>The last bar of ever more symbols in one query, and one bar for each in one durable write.</summary>
    public void Universe()
    {
        var made = 0;
        foreach (var symbols in (int[])[10, 100, 1_000, 10_000])
        {
            for (; made < symbols; made += Math.Min(1_000, symbols - made))
                Once(_rpc.PrepareWrite([.. Enumerable.Range(made, Math.Min(1_000, symbols - made)).Select(symbol => Data.Bars($"U{symbol}", Data.YearStart, 1, timeframe: "1D"))], isVariable: false));
            var names = string.Join(',', Enumerable.Range(0, symbols).Select(symbol => $"U{symbol}"));
            report(Crew.Run("universe-read/last bar", symbols, _rpc, server, 1, duration, symbols, _ => [_rpc.PrepareQuery(Last($"{names}/1D/OHLCV", 1))]));
            report(Crew.Run("universe-write/one bar", symbols, _rpc, server, 1, duration, symbols, _ => [.. Enumerable.Range(1, 20).Select(day => _rpc.PrepareWrite([.. Enumerable.Range(0, symbols).Select(symbol => Data.Bars($"U{symbol}", Data.YearStart + (day * 86_400L), 1, timeframe: "1D"))], isVariable: false))]));
        }
    }

    /// <summary>The last ten bars, and a day of the first year, with ever more years stored.</summary>
    public void Years()
    {
        var stored = 0;
        foreach (var years in (int[])[1, 2, 5, 10, 20])
        {
            for (; stored < years; stored++)
                Once(_rpc.PrepareWrite([Data.Bars("Y", Data.YearStart - (stored * 365L * 86_400), 10_000)], isVariable: false));
            report(Crew.Run("years/last bars", years, _rpc, server, 1, duration, 1, _ => [_rpc.PrepareQuery(Last("Y/1Min/OHLCV", 10))]));
            report(Crew.Run("years/a day", years, _rpc, server, 1, duration, 1, _ => [_rpc.PrepareQuery(new() { Destination = "Y/1Min/OHLCV", EpochStart = Data.YearStart, EpochEnd = Data.YearStart + 86_399 })]));
        }
    }

    /// <summary>Ticks one by one into one slot of an hour. Prints how many bytes went to the disk for each byte of the rows.</summary>
    public void Ticks()
    {
        const int Most = 100_000;
        using var connection = _rpc.Connect();
        var calls = Enumerable.Range(0, 1_000).Select(tick => _rpc.PrepareWrite([Data.Tick("T", Data.YearStart + (tick * 3), tick)], isVariable: true)).ToList();
        var latencies = new List<double>();
        var (bytesBefore, processorBefore) = (server.BytesWritten, server.ProcessorTime);
        for (var tick = 0; tick < Most; tick++)
        {
            var started = Stopwatch.GetTimestamp();
            connection.Call(calls[tick % calls.Count]);
            latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (tick + 1 is not (1_000 or 10_000 or 20_000 or 50_000 or Most))
                continue;
            var last = latencies.TakeLast(1_000).Order().ToList();
            report(new("ticks/one by one", tick + 1, 1_000 / last.Average(), last[500], last[990], (server.ProcessorTime - processorBefore).TotalSeconds));
        }

        // 12 bytes of columns and ticks, as a block has them.
        Console.WriteLine(FormattableString.Invariant($"{Most:N0} ticks one by one: {(server.BytesWritten - bytesBefore) / (Most * 12.0):0.0} bytes written for each byte of the rows"));
    }

    void WriteYear(string symbol)
    {
        for (var minute = 0; minute < Data.MinutesOfYear; minute += 65_880)
            Once(_rpc.PrepareWrite([Data.Bars(symbol, Data.YearStart + (minute * 60L), 65_880)], isVariable: false));
    }

    void Once(object call)
    {
        using var connection = _rpc.Connect();
        connection.Call(call);
    }

    static QueryRequest Last(string destination, int rows) => new() { Destination = destination, LimitRecordCount = rows };
}
