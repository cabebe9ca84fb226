using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MarketStore.Storage.Disk;

/// <summary>A file of the real file system.</summary>
internal sealed class PosixFile(string path, SafeFileHandle handle) : IDiskFile
{
    const int PageBytes = 4_096;

    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> target, long offset)
    {
        var total = 0;
        while (total < target.Length)
        {
            var read = RandomAccess.Read(handle, target[total..], offset + total);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }

    public void Write(ReadOnlySpan<byte> source, long offset) => RandomAccess.Write(handle, source, offset);

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset) => RandomAccess.Write(handle, parts, offset);

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void Flush()
    {
        while (PosixCalls.DataSync(handle) != 0)
        {
            if (Marshal.GetLastPInvokeError() != PosixCalls.ErrorInterrupted)
                throw new FlushFailedException(PosixCalls.Failure("flush", path));
        }
    }

    public long NextData(long offset)
    {
        var found = PosixCalls.Seek(handle, offset, PosixCalls.SeekData);
        if (found >= 0)
            return found;
        // A file system that knows no holes has data everywhere.
        return Marshal.GetLastPInvokeError() == PosixCalls.ErrorNoSuchOffset || offset >= Length ? -1 : offset;
    }

    public long NextHole(long offset)
    {
        var found = PosixCalls.Seek(handle, offset, PosixCalls.SeekHole);
        return found >= 0 ? found : Length;
    }

    public void PunchHole(long offset, long length)
    {
        // Parts of pages would be overwritten with zeros and give nothing back.
        var start = (offset + PageBytes - 1) / PageBytes * PageBytes;
        var end = (offset + length) / PageBytes * PageBytes;
        if (end > start)
            _ = PosixCalls.Allocate(handle, PosixCalls.PunchHoleKeepSize, start, end - start);
    }

    public void Dispose() => handle.Dispose();
}
