namespace MarketStore.Trials.Endurance;

/// <summary>The memory in which the system keeps files.</summary>
static class PageCache
{
    const string Switch = "/proc/sys/vm/drop_caches";

    /// <summary>Returns false where that is not allowed.</summary>
    public static bool TryEmpty()
    {
        try
        {
            // Pages, and what is known of directories and files.
            File.WriteAllText(Switch, "3");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
