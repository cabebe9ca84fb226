using System.Diagnostics;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;

namespace MarketStore.Trials.Endurance;

/// <summary>One case: makes the buckets, starts the server anew, finds its full rate, keeps it at half of that, reads everything back, and starts once more.</summary>
sealed class EnduranceRun(EnduranceScale scale, long seed, TrialTally tally, EnduranceReport report)
{
    const int ClientCount = 4;
    const int SymbolsPerCreation = 1_000;

    readonly Random _random = new((int)seed);
    int _handlesAtStart;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        var settings = new ServerSettings(directory.Combine("data"), MoreLines: $"max_open_files: {scale.MaxOpenFiles}");
        await MakeBucketsAsync(settings, cancellationToken);
        if (scale.EmptiesPageCache && PageCache.TryEmpty())
        {
            await using var cold = await StartAsync(settings, "start to ready, nothing in the page cache", cancellationToken);
            await cold.StopAsync();
        }

        MarketClient[] clients;
        await using (var server = await StartAsync(settings, "start to ready, directories in the page cache", cancellationToken))
        {
            var wire = new MarketWire(server.Rpc, seed);
            clients = MakeClients(wire);
            var fullRate = await FindFullRateAsync(clients, cancellationToken);
            var interval = TimeSpan.FromSeconds(ClientCount * 2 / fullRate);
            var samples = await KeepUpAsync(server, settings.RootDirectory, clients, interval, cancellationToken);
            report.Tell(samples, clients, ClientCount / interval.TotalSeconds);
            Judge(samples);
            await report.TimeAsync("reading everything back, all of it compared", () => ReadBackAsync(wire, clients));
            await report.TimeAsync("clean stop", server.StopAsync);
        }

        await using var again = await StartAsync(settings, "start to ready after the run", cancellationToken);
        await ReadBackAsync(new(again.Rpc, seed), clients);
        await again.StopAsync();
        if (DataDirectoryCheck.LogsLeft(settings.RootDirectory).FirstOrDefault() is { } left)
            throw new TrialFailedException($"seed {seed}: a clean stop left {left}");
    }

    async Task MakeBucketsAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        await using var server = await ServerProcess.StartAsync(settings);
        var wire = new MarketWire(server.Rpc, seed);
        await report.TimeAsync(FormattableString.Invariant($"making {scale.Symbols * BarTimeframe.All.Count:N0} buckets with a bar each, {SymbolsPerCreation:N0} symbols in a write"), async () =>
        {
            foreach (var symbols in Enumerable.Range(0, scale.Symbols).Chunk(SymbolsPerCreation))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await wire.WriteAsync(new BarAppend(symbols, BarTimeframe.All).BodyFor(0));
                tally.Add("buckets", symbols.Length * BarTimeframe.All.Count);
            }
        });
        await report.TimeAsync("clean stop after that", server.StopAsync);
    }

    async Task<ServerProcess> StartAsync(ServerSettings settings, string what, CancellationToken cancellationToken)
    {
        ServerProcess server = null!; // set by what is timed
        await report.TimeAsync(what, async () => server = await ServerProcess.StartAsync(settings));
        tally.Add("starts");
        using var probe = new ServerProbe(server, settings.RootDirectory);
        var sample = await probe.SampleAsync(TimeSpan.Zero, cancellationToken);
        _handlesAtStart = sample.Handles;
        report.TellStart(sample);
        return server;
    }

    /// <summary>Deals the symbols out in an order of the seed, so that those of a write lie anywhere in the data.</summary>
    MarketClient[] MakeClients(MarketWire wire)
    {
        var symbols = Enumerable.Range(0, scale.Symbols).ToArray();
        _random.Shuffle(symbols);
        var groups = symbols.Chunk(MarketClient.SymbolsPerAppend).ToArray();
        var withTicks = symbols[..scale.TickSymbols];
        return
        [
            .. Enumerable.Range(0, ClientCount).Select(client => new MarketClient(
                wire,
                [.. groups.Where((_, place) => place % ClientCount == client)],
                [.. withTicks.Where((_, place) => place % ClientCount == client)],
                new Random(_random.Next()))),
        ];
    }

    async Task<double> FindFullRateAsync(MarketClient[] clients, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(clients.Select(client => Task.Run(() => client.RushAsync(scale.Burst, scale.BurstRequests / ClientCount, cancellationToken), cancellationToken)));
        var rate = clients.Sum(client => client.Responses.Count) / watch.Elapsed.TotalSeconds;
        report.Add($"full rate, {ClientCount} clients one request at a time", FormattableString.Invariant($"{rate:N0} requests/s"));
        return rate;
    }

    async Task<IReadOnlyList<ServerSample>> KeepUpAsync(ServerProcess server, string root, MarketClient[] clients, TimeSpan interval, CancellationToken cancellationToken)
    {
        using var probe = new ServerProbe(server, root);
        var samples = new List<ServerSample>();
        var watch = Stopwatch.StartNew();
        var running = Task.WhenAll(clients.Select((client, place) => Task.Run(
            () => client.RunAsync(scale.Length, interval, interval * place / ClientCount, cancellationToken), cancellationToken)));
        while (!running.IsCompleted)
        {
            samples.Add(await probe.SampleAsync(watch.Elapsed, cancellationToken));
            await Task.WhenAny(running, Task.Delay(scale.SampleInterval, cancellationToken));
        }

        await running;
        samples.Add(await probe.SampleAsync(watch.Elapsed, cancellationToken));
        tally.Add("appends", clients.Sum(client => client.Appends));
        tally.Add("queries", clients.Sum(client => client.Queries));
        tally.Add("samples", samples.Count);
        return samples;
    }

    /// <summary>Only what holds on any machine: nothing here is a matter of time.</summary>
    void Judge(IReadOnlyList<ServerSample> samples)
    {
        // Sockets and the log, beside the year files and what was open at the start.
        const int OtherHandles = 64;
        var mayBeOpen = _handlesAtStart + scale.MaxOpenFiles + OtherHandles;
        var mostResident = samples.Max(sample => sample.ResidentBytes);
        var mostHandles = samples.Max(sample => sample.Handles);
        tally.Peak("resident MiB", mostResident / 1048576.0);
        tally.Peak("open handles", mostHandles);
        if (mostResident > scale.MaxResidentBytes)
            throw new TrialFailedException($"seed {seed}: the server took {mostResident >> 20} MiB of memory, more than {scale.MaxResidentBytes >> 20}");
        if (mostHandles > mayBeOpen)
            throw new TrialFailedException($"seed {seed}: {mostHandles} handles were open, {_handlesAtStart} of them from the start, where max_open_files is {scale.MaxOpenFiles}");

        // The year files that may be open are open after the first round; sockets of the probe and the clients come and go.
        const int Wobble = 16;
        var (early, late) = (samples.Take(samples.Count / 2).Max(sample => sample.Handles), samples.Skip(samples.Count / 2).Max(sample => sample.Handles));
        if (late > early + Wobble)
            throw new TrialFailedException($"seed {seed}: open handles grew from {early} in the first half of the run to {late} in the second");

        const double MaxGrowth = 0.2;
        var growth = Growth(samples);
        if (scale.Length >= TimeSpan.FromMinutes(10) && growth > mostResident * MaxGrowth)
            throw new TrialFailedException($"seed {seed}: resident memory grew by {growth / 1048576:0} MiB over the second half of the run");
    }

    /// <summary>Of resident memory over the second half, by its trend.</summary>
    static double Growth(IReadOnlyList<ServerSample> samples)
    {
        var late = samples.Skip(samples.Count / 2).ToList();
        return Trend.Slope([.. late.Select(sample => (sample.AtSeconds, (double)sample.ResidentBytes))]) * (late[^1].AtSeconds - late[0].AtSeconds);
    }

    async Task ReadBackAsync(MarketWire wire, MarketClient[] clients)
    {
        foreach (var (symbols, minutes, hours) in clients.SelectMany(client => client.Holdings))
        {
            await ReadBackAsync(wire, symbols, BarTimeframe.Minute, minutes);
            await ReadBackAsync(wire, symbols, BarTimeframe.Hour, hours);
            await ReadBackAsync(wire, symbols, BarTimeframe.Day, 1);
        }

        foreach (var ticks in clients.SelectMany(client => client.Ticks).Where(ticks => ticks.Count > 0))
        {
            var key = TickAppend.KeyOf(ticks.Symbol);
            wire.CheckTicks(ticks.Symbol, (await wire.QueryAsync(key))[key], ticks.Count);
            tally.Add("ticks read back", ticks.Count);
        }
    }

    async Task ReadBackAsync(MarketWire wire, IReadOnlyList<int> symbols, BarTimeframe timeframe, long periods)
    {
        var found = await wire.QueryAsync($"{string.Join(',', symbols.Select(Market.Symbol))}/{timeframe.Name}/OHLCV");
        foreach (var symbol in symbols)
        {
            if (!found.TryGetValue(timeframe.KeyOf(symbol), out var columns))
                throw new TrialFailedException($"seed {seed}: {timeframe.KeyOf(symbol)} has no bars, where {periods} were acknowledged");
            wire.CheckBars(symbol, timeframe, columns, firstPeriod: 0, periods);
        }

        tally.Add("bars read back", periods * symbols.Count);
    }
}
