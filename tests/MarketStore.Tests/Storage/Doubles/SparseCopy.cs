using MarketStore.TestKit.Files;

namespace MarketStore.Tests.Storage.Doubles;

/// <summary>Copies a data directory as it is at this moment, holes as holes: what a machine would find there if the process were killed now.</summary>
static class SparseCopy
{
    public static void Directory(string source, string target)
    {
        System.IO.Directory.CreateDirectory(target);
        foreach (var directory in System.IO.Directory.EnumerateDirectories(source))
            Directory(directory, Path.Combine(target, Path.GetFileName(directory)));
        foreach (var file in System.IO.Directory.EnumerateFiles(source))
            CopyFile(file, Path.Combine(target, Path.GetFileName(file)));
    }

    static void CopyFile(string source, string target)
    {
        using var from = File.OpenHandle(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var to = File.OpenHandle(target, FileMode.Create, FileAccess.ReadWrite);
        RandomAccess.SetLength(to, RandomAccess.GetLength(from));
        foreach (var (offset, length) in SparseFile.DataExtents(source))
        {
            for (long done = 0; done < length; done += 1 << 20)
                RandomAccess.Write(to, SparseFile.Read(from, offset + done, (int)Math.Min(length - done, 1 << 20)), offset + done);
        }
    }
}
