using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace MarketStore.Trials.Fuzz;

/// <summary>
/// Knows which input is being taken and since when. The input stands in a mapped file meanwhile, so that it is known after the process itself has died of it
/// (a stack overflow, a process killed for its memory).
/// </summary>
sealed class FuzzWatch : IDisposable
{
    const int MappedBytes = 4 << 20;

    readonly string _path;
    readonly MemoryMappedFile _mapped;
    readonly MemoryMappedViewAccessor _view;
    byte[] _input = [];
    long _started;

    public FuzzWatch(string target, long seed)
    {
        _path = Path.Combine(Path.GetTempPath(), FormattableString.Invariant($"marketstore-fuzz-{target}-{seed}-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.running"));
        _mapped = MemoryMappedFile.CreateFromFile(_path, FileMode.Create, mapName: null, MappedBytes);
        _view = _mapped.CreateViewAccessor();
    }

    /// <summary>The input in hand.</summary>
    public byte[] Input => Volatile.Read(ref _input);

    /// <summary>How long the input in hand has been running; zero between inputs. Any thread.</summary>
    public TimeSpan Running => Volatile.Read(ref _started) is var started and not 0 ? Stopwatch.GetElapsedTime(started) : TimeSpan.Zero;

    /// <summary>The length stands before the bytes.</summary>
    public void Begin(byte[] input)
    {
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), input, 0, Math.Min(input.Length, MappedBytes - sizeof(int)));
        Volatile.Write(ref _input, input);
        Volatile.Write(ref _started, Stopwatch.GetTimestamp());
    }

    public void End() => Volatile.Write(ref _started, 0);

    public void Dispose()
    {
        _view.Dispose();
        _mapped.Dispose();
        File.Delete(_path);
    }
}
