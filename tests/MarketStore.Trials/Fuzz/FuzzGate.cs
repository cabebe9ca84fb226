namespace MarketStore.Trials.Fuzz;

/// <summary>
/// Inputs run side by side; one whose cost looks too high is run once more with nothing beside it, so that neither a busy machine nor what other threads allocate is held against it.
/// </summary>
static class FuzzGate
{
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(90);
    static readonly ReaderWriterLockSlim Gate = new();

    public static T Beside<T>(Func<T> run)
    {
        Gate.EnterReadLock();
        try
        {
            return run();
        }
        finally
        {
            Gate.ExitReadLock();
        }
    }

    /// <summary>Goes on all the same when another input never ends.</summary>
    public static T Alone<T>(Func<T> run)
    {
        var isAlone = Gate.TryEnterWriteLock(LongestWait);
        try
        {
            return run();
        }
        finally
        {
            if (isAlone)
                Gate.ExitWriteLock();
        }
    }
}
