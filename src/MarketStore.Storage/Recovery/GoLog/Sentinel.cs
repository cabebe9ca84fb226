using System.Globalization;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage.Recovery.GoLog;

/// <summary>A log file that no Go server can take over, in the root while we run: a Go server started on the same directory stops instead of passing over our log.</summary>
internal sealed class Sentinel(StorageContext context)
{
    static readonly byte[] Content = new GoStatus(GoStatus.Open, GoStatus.NotReplayed, GoStatus.SentinelOwner).ToBytes();

    string? _path;

    /// <summary>True for what a power cut may leave of a sentinel.</summary>
    public static bool IsTorn(ReadOnlySpan<byte> log) => TornBytes.IsTorn(log, Content);

    /// <summary>A full disk keeps nobody from reading.</summary>
    public void TryWrite(DateTimeOffset now)
    {
        try
        {
            Write(now);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            context.Logger.LogError("the file that keeps a Go server off the directory cannot be written: {Error}", error.Message);
        }
    }

    void Write(DateTimeOffset now)
    {
        var nanoseconds = (now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        _path = Path.Combine(context.Options.RootDirectory, $"WALFile.{nanoseconds.ToString(CultureInfo.InvariantCulture)}{GoLogReplay.Extension}");
        using var file = context.Disk.Open(_path, DiskOpenMode.Create);
        file.Write(Content, 0);
        file.Flush();
        context.SyncDirectory(context.Options.RootDirectory);
    }

    public void Remove()
    {
        if (_path is null || !context.Disk.FileExists(_path))
            return;
        context.Disk.DeleteFile(_path);
        context.SyncDirectory(context.Options.RootDirectory);
    }
}
