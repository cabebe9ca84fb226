using System.Diagnostics;

namespace MarketStore.Load.Workloads;

/// <summary>What the disk can do by itself, taken in the same run: appends to a plain file, each flushed.</summary>
static class DiskLimit
{
    const int Appends = 200;

    public static Dictionary<string, double> Measure(string directory)
    {
        var path = Path.Combine(directory, "limit");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, options: FileOptions.DeleteOnClose);
        return new(StringComparer.Ordinal)
        {
            ["append of 128 bytes and flush, p50 ms"] = Median(file, 128),
            ["append of 320,000 bytes and flush, p50 ms"] = Median(file, 320_000),
        };
    }

    static double Median(Microsoft.Win32.SafeHandles.SafeFileHandle file, int bytes)
    {
        var (buffer, position, times) = (new byte[bytes], RandomAccess.GetLength(file), new List<double>(Appends));
        Random.Shared.NextBytes(buffer);
        for (var append = 0; append < Appends; append++, position += bytes)
        {
            var started = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, buffer, position);
            RandomAccess.FlushToDisk(file);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        return times[Appends / 2];
    }
}
