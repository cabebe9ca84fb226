using System.Buffers;

namespace MarketStore.Storage.Disk;

/// <summary>Whole files, a megabyte at a time.</summary>
internal static class DiskFileCopy
{
    const int PartBytes = 1 << 20;

    /// <summary>Writes all of a file to another, or to itself again.</summary>
    public static void CopyTo(this IDiskFile source, IDiskFile target)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(source.Length, PartBytes));
        try
        {
            for (long offset = 0; source.Read(buffer, offset) is > 0 and var read; offset += read)
                target.Write(buffer.AsSpan(0, read), offset);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes what a file stores to an empty one: holes stay holes.</summary>
    public static void CopyDataTo(this IDiskFile source, IDiskFile target)
    {
        var length = source.Length;
        target.SetLength(length);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, PartBytes));
        try
        {
            for (var offset = source.NextData(0); offset >= 0 && offset < length; offset = source.NextData(offset))
            {
                for (var end = Math.Min(length, Math.Max(source.NextHole(offset), offset + 1)); offset < end;)
                {
                    var read = source.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - offset)), offset);
                    if (read == 0)
                        return;
                    target.Write(buffer.AsSpan(0, read), offset);
                    offset += read;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static bool HasSameContents(this IDiskFile left, IDiskFile right)
    {
        if (left.Length != right.Length)
            return false;
        var (leftBytes, rightBytes) = (new byte[PartBytes], new byte[PartBytes]);
        for (long offset = 0; offset < left.Length; offset += PartBytes)
        {
            var (leftCount, rightCount) = (left.Read(leftBytes, offset), right.Read(rightBytes, offset));
            if (!leftBytes.AsSpan(0, leftCount).SequenceEqual(rightBytes.AsSpan(0, rightCount)))
                return false;
        }

        return true;
    }
}
