using MarketStore.TestKit.Files;

namespace MarketStore.Tests.Storage;

/// <summary>Looks at bytes of a file, and damages them.</summary>
static class FileBytes
{
    public static byte[] At(string path, long offset, int count)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return SparseFile.Read(file, offset, count);
    }

    /// <summary>Lower case, a space between any two bytes.</summary>
    public static string Hex(string path, long offset, int count) => string.Join(' ', At(path, offset, count).Select(value => value.ToString("x2", null)));

    public static byte[] FromHex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""));

    public static void Write(string path, long offset, params byte[] bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.Write(file, bytes, offset);
    }

    public static void Flip(string path, long offset, byte mask = 1) => Write(path, offset, (byte)(At(path, offset, 1)[0] ^ mask));

    public static void Truncate(string path, long length)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.SetLength(file, length);
    }
}
