using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Trials.PowerCuts.Workload;

namespace MarketStore.Trials.PowerCuts;

/// <summary>Reads all that a store holds.</summary>
static class StateReader
{
    /// <exception cref="TrialFailedException">A bucket cannot be read.</exception>
    public static Dictionary<string, FoundBucket> Read(Database database)
    {
        var found = new Dictionary<string, FoundBucket>(StringComparer.Ordinal);
        foreach (var key in database.ListBuckets())
        {
            try
            {
                if (!database.TryGetBucket(key, out var bucket))
                    throw new TrialFailedException($"{key} is listed and not there");
                var schema = RowSchema.IndexOf(bucket.Columns);
                if (schema < 0)
                    throw new TrialFailedException($"{key} has columns that nobody gave it: {string.Join(", ", bucket.Columns.Select(column => column.Name))}");
                using var series = database.Scan(key, new(TimeRange.All));
                found.Add(key.ToString(), new(bucket.RecordType == RecordType.Variable, schema, bucket.Timeframe.Seconds, RowSchema.All[schema].Read(series)));
            }
            catch (MarketStoreException error)
            {
                throw new TrialFailedException($"{key} cannot be read: {error.Message}");
            }
        }

        return found;
    }
}
