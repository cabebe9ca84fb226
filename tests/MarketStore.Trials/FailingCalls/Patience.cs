namespace MarketStore.Trials.FailingCalls;

/// <summary>Waits, but not for ever: what takes longer hangs.</summary>
static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task WaitAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TrialFailedException($"{what} hangs: no end after {Limit.TotalSeconds} s");
        }
    }

    public static async Task<T> WaitAsync<T>(Task<T> task, string what)
    {
        await WaitAsync((Task)task, what);
        return await task;
    }
}
