namespace MarketStore.Tests.Storage.Doubles;

/// <summary>Failures as the file system words them.</summary>
static class Faults
{
    public static IOException DiskFull(DiskCall call) => new($"No space left on device : '{call.Path}'");

    public static IOException Broken(DiskCall call) => new($"Input/output error : '{call.Path}'");

    /// <summary>Makes calls fail from now on; ends when disposed.</summary>
    public static IDisposable While(HookedDisk disk, Predicate<DiskCall> isHit, Func<DiskCall, Exception>? failure = null)
    {
        disk.Before = call =>
        {
            if (isHit(call))
                throw (failure ?? DiskFull)(call);
        };
        return new End(() => disk.Before = null);
    }

    /// <summary>Makes one call fail, the first that is hit.</summary>
    public static void Once(HookedDisk disk, Predicate<DiskCall> isHit, Func<DiskCall, Exception>? failure = null)
    {
        var count = 0;
        disk.Before = call =>
        {
            if (isHit(call) && Interlocked.Increment(ref count) == 1)
                throw (failure ?? Broken)(call);
        };
    }

    sealed class End(Action act) : IDisposable
    {
        public void Dispose() => act();
    }
}
