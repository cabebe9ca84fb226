using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MarketStore.TestKit.Files;

/// <summary>Finds the parts of a file that are not holes, so that a gigabyte of nothing is not read.</summary>
public static class SparseFile
{
    const int SeekData = 3;
    const int SeekHole = 4;

    /// <summary>The stretches that may hold anything but zeros, in order.</summary>
    public static IReadOnlyList<(long Offset, long Length)> DataExtents(string path)
    {
        using var handle = File.OpenHandle(path);
        var size = RandomAccess.GetLength(handle);
        var extents = new List<(long Offset, long Length)>();
        for (var offset = Seek(handle, 0, SeekData); offset >= 0;)
        {
            var hole = Seek(handle, offset, SeekHole);
            extents.Add((offset, hole - offset));
            offset = hole < size ? Seek(handle, hole, SeekData) : -1;
        }

        return extents;
    }

    /// <summary>Both files' stretches of data, cut to pieces of at most <paramref name="pieceBytes"/>; where they overlap a piece may come twice.</summary>
    internal static IEnumerable<(long Offset, int Length)> PiecesOf(IEnumerable<string> paths, int pieceBytes) =>
        from path in paths
        from extent in DataExtents(path)
        from piece in Pieces(extent, pieceBytes)
        select piece;

    /// <summary>Bytes at an offset; beyond the end of the file they are zeros.</summary>
    public static byte[] Read(SafeFileHandle file, long offset, int length)
    {
        var bytes = new byte[length];
        for (var filled = 0; filled < length;)
        {
            var read = RandomAccess.Read(file, bytes.AsSpan(filled), offset + filled);
            if (read == 0)
                break;
            filled += read;
        }

        return bytes;
    }

    static IEnumerable<(long Offset, int Length)> Pieces((long Offset, long Length) extent, int pieceBytes)
    {
        for (long done = 0; done < extent.Length; done += pieceBytes)
            yield return (extent.Offset + done, (int)Math.Min(pieceBytes, extent.Length - done));
    }

    // -1 stands for "no more data" here: the other errors cannot happen on an open regular file.
    static long Seek(SafeFileHandle file, long offset, int whence) => lseek(file, offset, whence);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    static extern long lseek(SafeFileHandle file, long offset, int whence);
}
