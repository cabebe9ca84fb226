using Microsoft.Win32.SafeHandles;

namespace MarketStore.Benchmarks.Support;

/// <summary>What the machine can do at best: the work that a benchmark is held against, done by nothing but the system.</summary>
sealed class Limits : IDisposable
{
    readonly byte[] _source;
    readonly byte[] _target;
    readonly SafeFileHandle? _file;
    long _position;

    /// <param name="bytes">Bytes of one operation.</param>
    /// <param name="file">For those of the disk.</param>
    public Limits(int bytes, string? file = null)
    {
        (_source, _target) = (new byte[bytes], new byte[bytes]);
        new Random(2).NextBytes(_source);
        if (file is null)
            return;
        _file = File.OpenHandle(file, FileMode.Create, FileAccess.ReadWrite);
        RandomAccess.Write(_file, _source, 0);
        _position = bytes;
    }

    public byte MemoryCopy()
    {
        _source.AsSpan().CopyTo(_target);
        return _target[^1];
    }

    /// <summary>Reads the file's first bytes, which are in the page cache.</summary>
    public int PositionalRead() => RandomAccess.Read(_file!, _target, 0);

    /// <summary>Writes behind the end and flushes, as a log does.</summary>
    public void AppendAndFlush()
    {
        RandomAccess.Write(_file!, _source, _position);
        RandomAccess.FlushToDisk(_file!);
        _position += _source.Length;
    }

    public void Dispose() => _file?.Dispose();
}
