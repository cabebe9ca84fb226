using System.Text;
using MarketStore.Core.Errors;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Catalog;

/// <summary>The directories of a bucket, looked over before rows for a new year file are logged: what is in the log must be able to reach its files.</summary>
internal static class BucketPlace
{
    /// <exception cref="MarketStoreException">Something foreign stands where a directory, a category file or the year file is to be, or the disk does not say.</exception>
    public static void Check(StorageContext context, Bucket bucket, int year)
    {
        try
        {
            CheckPlaces(context, bucket, year);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MarketStoreException(ErrorKind.StorageFailure, $"writes to {bucket.Key} are refused: {error.Message}", error);
        }
    }

    static void CheckPlaces(StorageContext context, Bucket bucket, int year)
    {
        var directory = context.Options.RootDirectory;
        string[] items = [bucket.Key.Symbol, bucket.Key.Timeframe, bucket.Key.AttributeGroup];
        for (var depth = 0; context.Disk.DirectoryExists(directory); depth++)
        {
            CheckCategory(context.Disk, directory, BucketCatalog.Categories[depth]);
            if (depth == items.Length)
            {
                var file = Path.Combine(directory, YearFileName.Of(year));
                if (context.Disk.DirectoryExists(file))
                    throw new MarketStoreException(ErrorKind.DamagedFile, $"{file} is a directory where a year file is due");
                return;
            }

            directory = Path.Combine(directory, items[depth]);
        }

        if (context.Disk.FileExists(directory))
            throw new MarketStoreException(ErrorKind.DamagedFile, $"{directory} is a file where a directory is due");
    }

    static void CheckCategory(IDisk disk, string directory, string category)
    {
        var path = Path.Combine(directory, BucketCatalog.CategoryFileName);
        if (disk.DirectoryExists(path))
            throw new MarketStoreException(ErrorKind.DamagedFile, $"{path} is a directory where a file is due");
        try
        {
            if (!disk.FileExists(path))
                return;
            using var file = disk.Open(path, DiskOpenMode.Read);
            CheckCategory(path, file, category);
        }
        catch (FileNotFoundException)
        {
            // The commit thread has just removed the last bucket below.
        }
    }

    /// <summary>Returns false for a file that a crash left empty or with a part of the name, to be written anew.</summary>
    /// <exception cref="MarketStoreException">The file says something else.</exception>
    public static bool CheckCategory(string path, IDiskFile file, string category)
    {
        if (FindForeignCategory(file, category, out var isWhole) is { } foreign)
            throw new MarketStoreException(ErrorKind.DamagedFile, $"{path} says \"{foreign}\" where \"{category}\" is due: category name does not match on-disk name");
        return isWhole;
    }

    /// <summary>What a category file says that is not due, or null.</summary>
    public static string? FindForeignCategory(IDiskFile file, string category, out bool isWhole)
    {
        var content = new byte[Math.Min(file.Length, 256)];
        var stored = content.AsSpan(0, file.Read(content, 0));
        var due = Encoding.UTF8.GetBytes(category);
        isWhole = stored.SequenceEqual(due);
        return isWhole || TornBytes.IsTorn(stored, due) ? null : Encoding.UTF8.GetString(stored);
    }
}
