using System.Diagnostics.CodeAnalysis;
using System.Text;
using MarketStore.Core.Keys;

namespace MarketStore.Storage.Wal;

/// <summary>The body of a destroy record: the path of what was removed. Layout: docs/wal.md, "Record".</summary>
internal static class DestroyRecord
{
    public static byte[] ToBytes(string path) => Encoding.UTF8.GetBytes(path);

    /// <summary>Returns false for what is no path of one to three parts of a key.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, [NotNullWhen(true)] out string? path)
    {
        path = Encoding.UTF8.GetString(source);
        return path.Split('/') is { Length: <= 3 } parts && Array.TrueForAll(parts, part => TimeBucketKey.FindFault(part) is null);
    }
}
