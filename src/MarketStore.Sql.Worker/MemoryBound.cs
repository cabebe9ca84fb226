using System.Globalization;
using System.Runtime.InteropServices;

namespace MarketStore.Sql.Worker;

/// <summary>
/// The system's own bound on the memory of this process: the engine counts what its operators hold, and not what one function makes at a stroke.
/// Linux alone knows such a bound on what is really taken; elsewhere the engine's count is all there is.
/// </summary>
internal static partial class MemoryBound
{
    const int RlimitData = 2;
    const long MinHeadroom = 64L << 20;

    /// <summary>From here on the process may take so much more, and half as much again for what the engine does not count.</summary>
    /// <param name="bytes">What the engine may take.</param>
    public static void Set(long bytes)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var bound = (ulong)(TakenBytes() + bytes + Math.Max(MinHeadroom, bytes / 2));
        var limit = new Limit(bound, bound);
        if (SetLimit(RlimitData, in limit) != 0)
            throw new InvalidOperationException($"the system does not bound this process to {bound} bytes: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>What counts for the bound: private memory that can be written to.</summary>
    static long TakenBytes()
    {
        const string name = "VmData:";
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return long.Parse(line.AsSpan(name.Length).Trim(" \tkB"), NumberStyles.None, CultureInfo.InvariantCulture) << 10;
        }

        throw new InvalidOperationException("the system does not say what this process takes");
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    readonly record struct Limit(ulong Current, ulong Max);
}
