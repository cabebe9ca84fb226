using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Storage;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

/// <summary>A read of one bucket, which may not be there.</summary>
sealed class ScanStep(string key, ScanRequest request) : Step
{
    public override string Kind => "scan";

    public override Task RunAsync(SequenceRun run)
    {
        if (Due(run.Expected) is { } refusal)
        {
            run.Tally.Add("scans refused");
            ChangeStep.Judge(refusal, Try(run));
        }
        else if (run.RowsDifference(run.Expected.Find(key)!, request) is { } difference)
        {
            throw new TrialFailedException(difference);
        }

        return Task.CompletedTask;
    }

    public override string ToString() => $"scan {key} {RequestText.Of(request)}";

    Refusal? Due(ExpectedStore store) => request.RowLimit < 0 ? new(ErrorKind.InvalidRequest, "is negative")
        : store.Find(key) is null ? new(ErrorKind.NotFound, $"there is no bucket {key}")
        : null;

    MarketStoreException? Try(SequenceRun run)
    {
        try
        {
            run.Database.Scan(TimeBucketKey.Parse(key), request).Dispose();
            return null;
        }
        catch (MarketStoreException refusal)
        {
            return refusal;
        }
    }
}
