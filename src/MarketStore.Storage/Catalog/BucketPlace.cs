using System.Globalization;
using System.Text;
using MarketStore.Core.Errors;
using MarketStore.Storage.Disk;

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
                var file = Path.Combine(directory, year.ToString(CultureInfo.InvariantCulture) + ".bin");
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
        catch (IOException) when (!disk.FileExists(path))
        {
            // The commit thread has just removed the last bucket below.
        }
    }

    /// <summary>True for the start of what is due, zeros behind it: what a crash, or a write that the disk refused half way, leaves of the file.</summary>
    public static bool IsTornCategory(string text, string category) =>
        text.Length <= category.Length && text.TrimEnd('\0') is var start && start.Length < category.Length && category.StartsWith(start, StringComparison.Ordinal);

    /// <summary>What a category file says, or its start if that is longer than any category.</summary>
    public static string ReadCategory(IDiskFile file)
    {
        var content = new byte[Math.Min(file.Length, 256)];
        return Encoding.UTF8.GetString(content, 0, file.Read(content, 0));
    }

    /// <exception cref="MarketStoreException">The file says something else.</exception>
    public static void CheckCategory(string path, IDiskFile file, string category)
    {
        var text = ReadCategory(file);
        if (text != category && !IsTornCategory(text, category))
            throw new MarketStoreException(ErrorKind.DamagedFile, $"{path} says \"{text}\" where \"{category}\" is due: category name does not match on-disk name");
    }
}
