using System.Buffers;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>Reads blocks of one variable year file through a window, since blocks that follow each other in time mostly do so in the file.</summary>
internal sealed class BlockReader(IDiskFile handle, YearFile file, StorageContext context) : IDisposable
{
    const int WindowBytes = 256 << 10;

    readonly long _fileLength = handle.Length;
    byte[] _window = ArrayPool<byte>.Shared.Rent(WindowBytes);
    long _windowStart;
    int _windowCount;

    /// <summary>The stored bytes of a block; valid until the next call. Returns false, and says so in the log, when the reference makes no sense.</summary>
    public bool TryRead(BlockReference reference, out ReadOnlySpan<byte> block)
    {
        block = default;
        if (reference.Length <= 0 || reference.Length > Array.MaxLength || reference.Offset < file.NominalLength || reference.Offset > _fileLength - reference.Length)
        {
            Report(reference, "it lies outside the file's blocks");
            return false;
        }

        if (reference.Offset < _windowStart || reference.Offset + reference.Length > _windowStart + _windowCount)
            Fill(reference);
        var start = (int)(reference.Offset - _windowStart);
        if (start + reference.Length > _windowCount)
        {
            Report(reference, "the file ends within it");
            return false;
        }

        block = _window.AsSpan(start, (int)reference.Length);
        return true;
    }

    public void Report(BlockReference reference, string fault) => context.ReportDamagedBlock(file.Path, reference, fault);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_window);

    void Fill(BlockReference reference)
    {
        // Walking down, the blocks wanted next lie before this one.
        var start = reference.Offset < _windowStart ? Math.Max(file.NominalLength, reference.Offset + reference.Length - WindowBytes) : reference.Offset;
        start = Math.Min(start, reference.Offset);
        var needed = (int)Math.Min(Array.MaxLength, Math.Max(WindowBytes, reference.Offset + reference.Length - start));
        if (needed > _window.Length)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = ArrayPool<byte>.Shared.Rent(needed);
        }

        _windowStart = start;
        _windowCount = handle.Read(_window.AsSpan(0, needed), start);
    }
}
