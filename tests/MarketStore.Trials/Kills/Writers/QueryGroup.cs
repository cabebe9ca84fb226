using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.Trials.Kills.Ledger;

namespace MarketStore.Trials.Kills.Writers;

/// <summary>Buckets of one writer that are read by one query.</summary>
/// <param name="columns">The columns to ask for; all if there are none.</param>
sealed class QueryGroup(string destination, IReadOnlyList<BucketModel> buckets, params IReadOnlyList<string> columns)
{
    const long LastNanosecond = 999_999_999;

    public IReadOnlyList<BucketModel> Buckets => buckets;

    /// <summary>A group of buckets that differ in the symbol alone.</summary>
    public static QueryGroup OfSymbols(IReadOnlyList<BucketModel> buckets, params IReadOnlyList<string> columns)
    {
        var symbols = string.Join(',', buckets.Select(bucket => bucket.Key[..bucket.Key.IndexOf('/', StringComparison.Ordinal)]));
        return new(symbols + buckets[0].Key[buckets[0].Key.IndexOf('/', StringComparison.Ordinal)..], buckets, columns);
    }

    /// <summary>Null, or the times of what a version has changed in any of the buckets.</summary>
    public TimeRange? ChangedIn(int version)
    {
        var ranges = buckets.Select(bucket => bucket.ChangedIn(version)).OfType<TimeRange>().ToList();
        return ranges.Count == 0 ? null : new TimeRange(ranges.Min(range => range.First), ranges.Max(range => range.Last));
    }

    /// <summary>What the server says of each of the buckets that it knows.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="TrialFailedException">The query was refused, for another reason than that nothing is there.</exception>
    public async Task<IReadOnlyDictionary<string, BucketAnswer>> AskAsync(JsonRpcCaller rpc, TimeRange range)
    {
        var request = Requests.Query(destination);
        if (range != TimeRange.All)
            (request["epoch_start"], request["epoch_end"], request["epoch_end_nanos"]) = (range.First, range.Last, LastNanosecond);
        if (columns.Count > 0)
            request["columns"] = columns.Select(column => (object?)column).ToList();
        var reply = await rpc.CallAsync("DataService.Query", Requests.Of(request));
        if (reply.GetValueOrDefault("error") is { } error)
        {
            var text = Plain.Text(Plain.Map(error, "an error")["message"], "an error's message");
            return text.Contains("no results returned from query", StringComparison.Ordinal) ? new Dictionary<string, BucketAnswer>() : throw new TrialFailedException($"the query for {destination} was refused: {text}");
        }

        var responses = Plain.List(Plain.Map(reply["result"], "a result")["responses"], "responses");
        return Dataset.ByKey(Plain.Map(responses[0], "a response")["result"]).ToDictionary(bucket => bucket.Key.Split(':')[0], bucket => new BucketAnswer(bucket.Value));
    }

    /// <summary>Compares what the server said with what it may say. The writer's lock is held.</summary>
    /// <param name="versionsOf">Which versions may be seen in a bucket.</param>
    public void Check(IReadOnlyDictionary<string, BucketAnswer> answers, TimeRange range, Func<BucketModel, Versions> versionsOf, Findings findings)
    {
        foreach (var bucket in buckets)
            bucket.Check(answers.GetValueOrDefault(bucket.Key), range, versionsOf(bucket), findings);
        foreach (var stranger in answers.Keys.Except(buckets.Select(bucket => bucket.Key)))
            findings.Add(Damage.Phantom, $"{stranger}: it was not asked for");
    }
}
