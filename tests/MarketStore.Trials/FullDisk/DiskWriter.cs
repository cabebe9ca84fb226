using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;

namespace MarketStore.Trials.FullDisk;

/// <summary>A client that writes numbered batches into a bucket of its own, and knows which of them were acknowledged or refused. One thread.</summary>
sealed class DiskWriter(int number, bool isVariable)
{
    const int RowsPerBatch = 2_000;
    const long FirstEpoch = 1_704_067_200;

    readonly Random _random = new(number);
    readonly HashSet<long> _acknowledged = [];
    readonly HashSet<long> _inDoubt = [];
    long _lastBatch;

    public string Key { get; } = isVariable ? $"V{number}/1Min/TICK" : $"F{number}/1Min/BARS";

    public int Acknowledged => _acknowledged.Count;

    /// <summary>Writes a batch of values that cannot be compressed. Returns the refusal, or null.</summary>
    public async Task<string?> WriteAsync(JsonRpcCaller rpc)
    {
        var batch = ++_lastBatch;
        var refusal = await rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(Rows(batch), isVariable)));
        if (refusal is null)
            _acknowledged.Add(batch);
        else if (refusal.Contains("safe in the log", StringComparison.Ordinal) && !refusal.Contains("are refused", StringComparison.Ordinal))
            _inDoubt.Add(batch);
        return refusal;
    }

    /// <summary>Looks for batches that were acknowledged and are gone, refused and there, or half there.</summary>
    /// <param name="isAfterStart">What is safe in the log must be there too.</param>
    public async Task<string?> FindFaultAsync(JsonRpcCaller rpc, bool isAfterStart)
    {
        if (_lastBatch == 0)
            return null;
        var counts = await ReadAsync(rpc);
        if (counts.FirstOrDefault(batch => batch.Value != RowsPerBatch && !(_inDoubt.Contains(batch.Key) && !isAfterStart)) is { Key: > 0 } half)
            return $"{Key}: batch {half.Key} has {half.Value} of {RowsPerBatch} rows";
        if (_acknowledged.Concat(isAfterStart ? _inDoubt : []).FirstOrDefault(batch => !counts.ContainsKey(batch)) is > 0 and var gone)
            return $"{Key}: batch {gone} {(_acknowledged.Contains(gone) ? "was acknowledged" : "is safe in the log")} and is gone";
        return counts.Keys.FirstOrDefault(batch => !_acknowledged.Contains(batch) && !_inDoubt.Contains(batch)) is > 0 and var refused
            ? $"{Key}: batch {refused} was refused and is there"
            : null;
    }

    /// <summary>The rows of each batch that can be read.</summary>
    async Task<Dictionary<long, int>> ReadAsync(JsonRpcCaller rpc)
    {
        var reply = await rpc.CallAsync("DataService.Query", Requests.Of(Requests.Query(Key, ("columns", new List<object?> { "Batch" }))));
        if (reply.GetValueOrDefault("error") is { } error)
            return _acknowledged.Count == 0 ? [] : throw new TrialFailedException($"a query of {Key} is refused: {Plain.Brief(error)}");
        var responses = Plain.List(Plain.Map(reply["result"], "a result")["responses"], "responses");
        var columns = Dataset.ByKey(Plain.Map(responses[0], "a response")["result"]).Values.Single();
        return columns.Single(column => column.Name == "Batch").As<long>().ToArray().CountBy(batch => batch).ToDictionary();
    }

    /// <summary>Bars have a slot each; ticks of a batch share one, and the next batch has the next.</summary>
    Dictionary<string, object?> Rows(long batch)
    {
        var noise = new long[RowsPerBatch];
        for (var row = 0; row < noise.Length; row++)
            noise[row] = _random.NextInt64();
        var columns = new List<TypedColumn>
        {
            TypedColumn.Of("Epoch", Enumerable.Range(0, RowsPerBatch).Select(row => isVariable ? FirstEpoch + (60 * batch) : FirstEpoch + (60 * ((batch * RowsPerBatch) + row))).ToArray()),
            TypedColumn.Of("Batch", Enumerable.Repeat(batch, RowsPerBatch).ToArray()),
            TypedColumn.Of("Noise", noise),
        };
        if (isVariable)
            columns.Add(TypedColumn.Of("Nanoseconds", Enumerable.Range(0, RowsPerBatch).Select(row => row * 1_000).ToArray()));
        return Requests.Dataset([Key], columns);
    }
}
