using System.Runtime.ExceptionServices;
using MarketStore.Core.Series;
using MarketStore.Query.Planning;

namespace MarketStore.Query.Scanning;

/// <summary>Reads the buckets of one query on as many threads as there are processors, and gives them back in the order of the plans.</summary>
internal static class ParallelRead
{
    /// <summary>All series, null where there is none, or an exception with none of them left undisposed.</summary>
    public static ColumnSeries?[] Run(IReadOnlyList<BucketPlan> plans, Func<BucketPlan, CancellationToken, ColumnSeries?> read, CancellationToken cancellationToken)
    {
        if (plans.Count == 1)
            return [read(plans[0], cancellationToken)];

        var results = new ColumnSeries?[plans.Count];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ExceptionDispatchInfo? failure = null;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, plans.Count, options, (index, state) =>
        {
            try
            {
                stop.Token.ThrowIfCancellationRequested();
                results[index] = read(plans[index], stop.Token);
            }
            catch (Exception exception) // Rethrown below: the first failure is the query's, those of threads that it stopped are not.
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
                state.Stop();
                stop.Cancel();
            }
        });

        if (failure is not null)
        {
            foreach (var result in results)
                result?.Dispose();
            failure.Throw();
        }

        return results;
    }
}
