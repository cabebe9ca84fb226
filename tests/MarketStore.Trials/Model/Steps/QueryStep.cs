using MarketStore.Core.Errors;
using MarketStore.Query;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

/// <summary>A query over any number of buckets, with bars made on the fly and one function at most.</summary>
sealed class QueryStep(QueryRequest request, (string Function, string Argument)? call) : Step
{
    public override string Kind => "query";

    public override Task RunAsync(SequenceRun run)
    {
        if (ExpectedQuery.IsOpen(run.Expected, request))
        {
            run.Tally.Add("queries left out");
            return Task.CompletedTask;
        }

        var (due, refusals) = ExpectedQuery.Of(run.Expected, request, call, FixedClock.Seconds);
        Count(run, due);
        try
        {
            using var got = run.Queries.Execute(request);
            Compare(due, refusals, got);
        }
        catch (MarketStoreException refusal)
        {
            run.Tally.Add("queries refused");
            if (!refusals.Any(expected => expected.IsMet(refusal)))
                throw new TrialFailedException($"due: {(refusals.Count > 0 ? string.Join(" or ", refusals) : Describe(due))}\n  got {refusal.Kind}: {refusal.Message}");
        }

        return Task.CompletedTask;
    }

    public override string ToString() =>
        $"query {request.Destination} {RequestText.Of(request.Range)} limit {request.LimitRecordCount} {(request.LimitFromStart ? "first" : "last")} {string.Join(',', request.Columns)} {string.Join(',', request.Functions)}";

    void Count(SequenceRun run, List<(string Key, ExpectedRows Rows)> due)
    {
        var timeframe = request.Destination.Split('/')[1];
        if (due.Count > 1)
            run.Tally.Add("queries over several buckets");
        if (call is not null && due.Count > 0)
            run.Tally.Add("queries with a function");
        if (due.Any(bucket => bucket.Rows.RowCount > 0 && run.Expected.Find(bucket.Key.Split(':')[0]) is null))
            run.Tally.Add($"queries for bars of {TimeframeRules.Window(timeframe)?.Unit}");
    }

    static void Compare(List<(string Key, ExpectedRows Rows)> due, List<Refusal> refusals, QueryResult got)
    {
        var isSame = refusals.Count == 0 && got.Buckets.Count == due.Count && got.Buckets.Zip(due).All(pair => pair.First.Key == pair.Second.Key && pair.Second.Rows.IsSameAs(pair.First.Rows));
        if (!isSame)
        {
            throw new TrialFailedException(
                $"due: {(refusals.Count > 0 ? string.Join(" or ", refusals) : Describe(due))}\n  got {string.Join("\n      ", got.Buckets.Select(bucket => $"{bucket.Key} {ExpectedRows.Describe(bucket.Rows.Columns, bucket.Rows.RowCount)}"))}");
        }
    }

    static string Describe(List<(string Key, ExpectedRows Rows)> due) => string.Join("\n      ", due.Select(bucket => $"{bucket.Key} {bucket.Rows}"));
}
