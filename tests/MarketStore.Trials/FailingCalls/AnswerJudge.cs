using MarketStore.Core.Errors;

namespace MarketStore.Trials.FailingCalls;

/// <summary>What an answer to a client promises: docs/wal.md, "The commit thread".</summary>
static class AnswerJudge
{
    static readonly string[] Reasons = ["Input/output error", "No space left on device", MemoryDisk.Root, "disk full"];

    /// <param name="operation">What was asked.</param>
    /// <param name="error">Null when it was acknowledged.</param>
    /// <param name="ownFault">Null, or why it makes no sense as far as is known.</param>
    /// <param name="isUncertain">True when it is open whether it makes sense, since an earlier one is.</param>
    /// <exception cref="TrialFailedException">The error is not one that a client can be given.</exception>
    public static StoreVerdict Judge(StoreOperation operation, Exception? error, string? ownFault, bool isUncertain)
    {
        if (error is null)
            return ownFault is null || isUncertain ? StoreVerdict.Done : throw new TrialFailedException($"{operation} is acknowledged although {ownFault}");
        if (error is not MarketStoreException refusal)
            throw new TrialFailedException($"{operation} ends with a raw {error}");
        // What makes no sense is refused as such, with or without a disk that works.
        if ((ownFault is not null || isUncertain) && refusal.Kind is ErrorKind.NotFound or ErrorKind.AlreadyExists)
            return StoreVerdict.Refused;
        if (refusal.Kind != ErrorKind.StorageFailure)
            throw new TrialFailedException($"{operation} is refused as {refusal.Kind} while the disk fails: {refusal.Message}");
        if (!Reasons.Any(reason => refusal.Message.Contains(reason, StringComparison.Ordinal)))
            throw new TrialFailedException($"{operation} is refused without a reason or a file: {refusal.Message}");
        if (refusal.Message.Contains("are refused", StringComparison.Ordinal) || refusal.Message.StartsWith("nothing was written", StringComparison.Ordinal))
            return StoreVerdict.Refused;
        return refusal.Message.Contains("safe in the log", StringComparison.Ordinal) ? StoreVerdict.Done : StoreVerdict.Open;
    }
}
