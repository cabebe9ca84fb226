using MarketStore.Core.Errors;
using MarketStore.Query.Planning;

namespace MarketStore.Query.Scanning;

/// <summary>The bytes that the rows of one answer may take, shared by the threads that read its buckets.</summary>
internal sealed class ResultBudget(long maxBytes)
{
    // One column of one bucket lies in one block of memory.
    const long MaxColumnBytes = int.MaxValue - 65_536;

    readonly long _maxBytes = maxBytes;
    long _usedBytes;

    /// <summary>Rows of one bucket that still fit.</summary>
    public long RowsLeft(int rowBytes, int widestColumnBytes)
    {
        var left = Math.Max(0, _maxBytes - Interlocked.Read(ref _usedBytes));
        return Math.Min(left / Math.Max(1, rowBytes), MaxColumnBytes / Math.Max(1, widestColumnBytes));
    }

    public void Take(string key, long bytes)
    {
        if (Interlocked.Add(ref _usedBytes, bytes) > _maxBytes)
            throw Exceeded(key);
    }

    public static MarketStoreException Exceeded(string key) =>
        new(ErrorKind.LimitExceeded, $"the answer is too large for one query at {QueryLimits.Echo(key)}: ask for a shorter range, a limit, or fewer symbols or columns");
}
