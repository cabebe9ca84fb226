using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;

namespace MarketStore.EndToEnd.Tests.TestKit;

/// <summary>One of the clients that write until the server is killed. It numbers its batches, so that each row tells where it belongs.</summary>
sealed class BatchWriter(int number)
{
    public const int RowsPerBatch = 20;

    const long FirstEpoch = 1_600_000_000 / 60 * 60;

    readonly bool _isVariable = number % 2 == 1;

    /// <summary>A batch goes into two buckets at once.</summary>
    public IReadOnlyList<string> Keys { get; } = number % 2 == 1
        ? [$"V{number}A/1Sec/TICK", $"V{number}B/1Sec/TICK"]
        : [$"F{number}A/1Min/BARS", $"F{number}B/1Min/BARS"];

    /// <summary>Batches below this number were acknowledged, or found after a restart.</summary>
    public long NextBatch { get; private set; }

    /// <summary>Why the last batch was not taken; null if the connection broke.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Writes batch after batch until the connection breaks or a batch is refused.</summary>
    /// <param name="acknowledged">Told of every batch that the server has promised to keep.</param>
    public async Task WriteUntilCutOffAsync(JsonRpcCaller rpc, Action acknowledged)
    {
        while (true)
        {
            try
            {
                Refusal = await rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(Batch(NextBatch), _isVariable)));
            }
            catch (IOException)
            {
                return;
            }

            if (Refusal is not null)
                return;
            NextBatch++;
            acknowledged();
        }
    }

    /// <summary>Writes so many batches, each of which must be taken.</summary>
    public async Task WriteAsync(JsonRpcCaller rpc, int count)
    {
        for (var batch = 0; batch < count; batch++)
        {
            if (await rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(Batch(NextBatch), _isVariable))) is { } refusal)
                throw new InvalidOperationException($"batch {NextBatch} was refused: {refusal}");
            NextBatch++;
        }
    }

    /// <summary>Looks for batches that are missing, half there, doubled, or differ between the two buckets. One batch more than was acknowledged may be there.</summary>
    public async Task<IReadOnlyList<string>> FindDamageAsync(JsonRpcCaller rpc)
    {
        var damage = new List<string>();
        var found = new List<long>();
        foreach (var key in Keys)
        {
            var batches = await ReadBatchesAsync(rpc, key);
            found.Add(batches.Count);
            damage.AddRange(batches.Where(batch => !IsWhole(batch.Value)).Select(batch => $"{key}: batch {batch.Key} has the rows {string.Join(',', batch.Value.Order())}"));
            damage.AddRange(Range(NextBatch).Where(batch => !batches.ContainsKey(batch)).Select(batch => $"{key}: batch {batch} was acknowledged and is gone"));
            damage.AddRange(batches.Keys.Where(batch => batch > NextBatch).Select(batch => $"{key}: batch {batch} was never sent"));
        }

        if (found[0] != found[1])
            damage.Add($"{Keys[0]} has {found[0]} batches and {Keys[1]} {found[1]}");
        NextBatch = found.Min();
        return damage;
    }

    static bool IsWhole(List<int> rows) => rows.Order().SequenceEqual(Enumerable.Range(0, RowsPerBatch));

    static IEnumerable<long> Range(long count) => Enumerable.Range(0, (int)count).Select(number => (long)number);

    static async Task<Dictionary<long, List<int>>> ReadBatchesAsync(JsonRpcCaller rpc, string key)
    {
        var reply = await rpc.CallAsync("DataService.Query", Requests.Of(Requests.Query(key)));
        if (reply.GetValueOrDefault("error") is not null)
            return []; // not one batch was acknowledged, so the bucket may not be there
        var responses = Plain.List(Plain.Map(reply["result"], "a result")["responses"], "responses");
        var columns = Dataset.ByKey(Plain.Map(responses[0], "a response")["result"]).Values.Single();
        var batches = columns.Single(column => column.Name == "Batch").As<long>().ToArray();
        var rows = columns.Single(column => column.Name == "Row").As<int>().ToArray();
        return batches.Zip(rows).GroupBy(pair => pair.First, pair => pair.Second).ToDictionary(group => group.Key, group => group.ToList());
    }

    // Bars get a slot each. Ticks of ten batches share a slot, so that blocks are merged again and again.
    Dictionary<string, object?> Batch(long batch)
    {
        var epochs = Enumerable.Range(0, RowsPerBatch).Select(row => _isVariable ? FirstEpoch + batch / 10 + row % 3 : FirstEpoch + 60 * (batch * RowsPerBatch + row)).ToArray();
        var columns = new List<TypedColumn>
        {
            TypedColumn.Of("Epoch", epochs),
            TypedColumn.Of("Batch", Enumerable.Repeat(batch, RowsPerBatch).ToArray()),
            TypedColumn.Of("Row", Enumerable.Range(0, RowsPerBatch).ToArray()),
        };
        if (_isVariable)
            columns.Add(TypedColumn.Of("Nanoseconds", Enumerable.Range(0, RowsPerBatch).Select(row => row * 1000).ToArray()));
        return Requests.Dataset(Keys, columns);
    }
}
