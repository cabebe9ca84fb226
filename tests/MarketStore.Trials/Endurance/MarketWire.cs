using MarketStore.TestKit.Golden;
using MarketStore.TestKit.MessagePack;
using MarketStore.TestKit.Rpc;

namespace MarketStore.Trials.Endurance;

/// <summary>Requests to a server, each of which must succeed.</summary>
sealed class MarketWire(JsonRpcCaller rpc, long seed)
{
    /// <exception cref="TrialFailedException">The write was refused.</exception>
    public async Task WriteAsync(byte[] body)
    {
        using var response = await rpc.SendAsync(body, JsonRpcCaller.MessagePack);
        var answer = Plain.Map(MessagePackDecoder.Decode(await response.Content.ReadAsByteArrayAsync()), "an answer");
        if (JsonRpcCaller.ErrorOf(answer) is { } error)
            throw new TrialFailedException($"seed {seed}: a write was refused: {error}");
    }

    /// <summary>Rows by bucket; the last ones of each if there is a limit.</summary>
    /// <exception cref="TrialFailedException">The query was refused.</exception>
    public async Task<Dictionary<string, IReadOnlyList<DatasetColumn>>> QueryAsync(string destination, int? limit = null)
    {
        var query = limit is { } count ? Requests.Query(destination, ("limit_record_count", (long)count)) : Requests.Query(destination);
        var answer = await rpc.CallAsync("DataService.Query", Requests.Of(query));
        if (JsonRpcCaller.ErrorOf(answer) is { } error)
            throw new TrialFailedException($"seed {seed}: a query of {destination} was refused: {error}");
        var responses = Plain.List(Plain.Map(answer["result"], "a result")["responses"], "responses");
        return Dataset.ByKey(Plain.Map(responses[0], "a response")["result"]).ToDictionary(bucket => bucket.Key.Split(':')[0], bucket => bucket.Value);
    }

    /// <exception cref="TrialFailedException">The rows are not the bars of these periods, all of them and no others.</exception>
    public void CheckBars(int symbol, BarTimeframe timeframe, IReadOnlyList<DatasetColumn> columns, long firstPeriod, long periods)
    {
        var epochs = columns[0].As<long>();
        var volumes = columns[5].As<long>();
        if (epochs.Length != periods)
            throw new TrialFailedException($"seed {seed}: {timeframe.KeyOf(symbol)} has {epochs.Length} bars where {periods} were acknowledged, from the {firstPeriod}th on");
        for (var row = 0; row < epochs.Length; row++)
        {
            var period = firstPeriod + row;
            var isDue = epochs[row] == Market.EpochOf(timeframe, period) && volumes[row] == Market.Volume(symbol, period);
            for (var price = 0; price < 4; price++)
                isDue &= columns[1 + price].As<float>()[row] == Market.Price(symbol, period, price);
            if (!isDue)
                throw new TrialFailedException($"seed {seed}: {timeframe.KeyOf(symbol)}: the row of epoch {epochs[row]} is not the bar that was written as the {period}th");
        }
    }

    /// <exception cref="TrialFailedException">The rows are not the symbol's first ticks, each of them once.</exception>
    public void CheckTicks(int symbol, IReadOnlyList<DatasetColumn> columns, long count)
    {
        var serials = columns.Single(column => column.Name == "Serial").As<long>();
        var prices = columns.Single(column => column.Name == "Price").As<float>();
        if (serials.Length != count)
            throw new TrialFailedException($"seed {seed}: {TickAppend.KeyOf(symbol)} has {serials.Length} ticks where {count} were acknowledged");
        for (var row = 0; row < serials.Length; row++)
        {
            if (serials[row] != row || prices[row] != Market.TickPrice(symbol, row))
                throw new TrialFailedException($"seed {seed}: {TickAppend.KeyOf(symbol)}: tick {row} is number {serials[row]} at {prices[row]}");
        }
    }
}
