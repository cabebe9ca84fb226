using System.Globalization;
using MarketStore.Storage.Disk;

namespace MarketStore.Storage.Recovery.GoLog;

/// <summary>A log file that no Go server can take over, in the root while we run: a Go server started on the same directory stops instead of passing over our log.</summary>
internal sealed class Sentinel(StorageContext context)
{
    string? _path;

    public void Write(DateTimeOffset now)
    {
        var nanoseconds = (now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        _path = Path.Combine(context.Options.RootDirectory, $"WALFile.{nanoseconds.ToString(CultureInfo.InvariantCulture)}{GoLogReplay.Extension}");
        using var file = context.Disk.Open(_path, DiskOpenMode.Create);
        file.Write(new GoStatus(GoStatus.Open, GoStatus.NotReplayed, GoStatus.SentinelOwner).ToBytes(), 0);
        file.Flush();
        context.Disk.SyncDirectory(context.Options.RootDirectory);
    }

    public void Remove()
    {
        if (_path is null)
            return;
        context.Disk.DeleteFile(_path);
        context.Disk.SyncDirectory(context.Options.RootDirectory);
    }
}
