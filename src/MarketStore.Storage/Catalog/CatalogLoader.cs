using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage.Catalog;

/// <summary>Fills the catalog from the directories at the start: one walk, no file is opened but the root's category. What does not belong is named in the log and left alone.</summary>
internal sealed class CatalogLoader(StorageContext context, BucketCatalog catalog)
{
    /// <summary>A disk that is asked for one directory at a time is idle for most of a start from a cold cache.</summary>
    const int MaxThreads = 16;

    /// <summary>Fewer are not worth a thread.</summary>
    const int SymbolsPerThread = 256;

    public void Load()
    {
        var symbols = DirectoriesIn(context.Options.RootDirectory, isRoot: true).ToList();
        var next = -1;
        var failures = new ConcurrentQueue<Exception>();

        void LoadNextSymbols()
        {
            try
            {
                for (int index; failures.IsEmpty && (index = Interlocked.Increment(ref next)) < symbols.Count;)
                    LoadSymbol(symbols[index]);
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        }

        // Threads of their own: the pool's are as many as processors, and these wait for the disk.
        var helpers = Enumerable.Range(1, Math.Min(MaxThreads, symbols.Count / SymbolsPerThread)).Select(_ => new Thread(LoadNextSymbols) { IsBackground = true }).ToList();
        helpers.ForEach(helper => helper.Start());
        LoadNextSymbols();
        helpers.ForEach(helper => helper.Join());
        if (failures.TryDequeue(out var first))
            ExceptionDispatchInfo.Throw(first);
    }

    void LoadSymbol(string symbol)
    {
        var symbolPath = Path.Combine(context.Options.RootDirectory, symbol);
        foreach (var timeframe in DirectoriesIn(symbolPath, isRoot: false))
        {
            var timeframePath = Path.Combine(symbolPath, timeframe);
            foreach (var attributeGroup in DirectoriesIn(timeframePath, isRoot: false))
                LoadBucket(symbol, timeframe, attributeGroup, Path.Combine(timeframePath, attributeGroup));
        }
    }

    void LoadBucket(string symbol, string timeframe, string attributeGroup, string path)
    {
        if (TimeBucketKey.FindFault(symbol) is { } fault || (fault = TimeBucketKey.FindFault(timeframe)) is not null || (fault = TimeBucketKey.FindFault(attributeGroup)) is not null)
        {
            context.Logger.LogWarning("directory {Path} is no bucket: {Fault}", path, fault);
            return;
        }

        var years = new List<int>();
        foreach (var entry in List(path))
        {
            if (!YearFileName.IsLike(entry))
                continue;
            if (YearFileName.TryParse(entry.Name, out var year))
                years.Add(year);
            else
                context.ReportDamagedFile(Path.Combine(path, entry.Name), "its name is no year");
        }

        if (years.Count == 0)
            return;
        if (catalog.AddFound(new TimeBucketKey(symbol, timeframe, attributeGroup)) is not { } bucket)
        {
            context.Logger.LogWarning("directory {Path} is no bucket: \"{Timeframe}\" is no timeframe", path, timeframe);
            return;
        }

        foreach (var year in years)
            bucket.AddYear(year);
    }

    /// <summary>
    /// The sub-directories of a level. Only the root's category file is read: a directory of other categories has another depth, or no timeframe where one is due,
    /// and reading one file for each directory would be most of the start.
    /// </summary>
    IEnumerable<string> DirectoriesIn(string path, bool isRoot)
    {
        var entries = isRoot ? context.Disk.ListDirectory(path) : List(path);
        if (isRoot && entries.Any(entry => entry is { IsDirectory: false, Name: BucketCatalog.CategoryFileName }) && IsForeign(path))
            return [];

        return entries.Where(entry => entry.IsDirectory && entry.Name is not "metadata.db").Select(entry => entry.Name);
    }

    bool IsForeign(string directory)
    {
        using var file = context.Disk.Open(Path.Combine(directory, BucketCatalog.CategoryFileName), DiskOpenMode.Read);
        if (BucketPlace.FindForeignCategory(file, BucketCatalog.RootCategory, out _) is not { } foreign)
            return false;
        context.Logger.LogWarning("directory {Path} is left alone: its category is \"{Category}\" and not \"{Expected}\"", directory, foreign, BucketCatalog.RootCategory);
        return true;
    }

    /// <summary>
    /// A directory that we may not look into, such as lost+found of a mounted disk, holds no bucket of ours. One that the disk fails to show may hold years of data: no start without it.
    /// </summary>
    IReadOnlyList<DiskEntry> List(string path)
    {
        try
        {
            return context.Disk.ListDirectory(path);
        }
        catch (Exception error) when (IsNoDirectoryOfOurs(error))
        {
            context.Logger.LogWarning("directory {Path} is left alone: {Error}", path, error.Message);
            return [];
        }
    }

    static bool IsNoDirectoryOfOurs(Exception error) =>
        error is UnauthorizedAccessException or DirectoryNotFoundException
            or IOException { HResult: PosixCalls.ErrorNotPermitted or PosixCalls.ErrorNoAccess or PosixCalls.ErrorNoEntry or PosixCalls.ErrorNoDirectory };
}
