using MarketStore.Storage.Disk;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Recovery;

/// <summary>Copies of segments that could not be restored in whole. The segments themselves go with the next checkpoint.</summary>
internal sealed class DamagedSegments(StorageContext context, SegmentChain chain)
{
    /// <summary>Keeps a segment as evidence. Returns the copy's name.</summary>
    public string CopyAside(ulong segment)
    {
        using var source = context.Disk.Open(chain.PathOf(segment), DiskOpenMode.Read);
        for (var number = 0; ; number++)
        {
            // Numbers of segments come again after a clean stop, so a copy of that name may be of an earlier damage.
            var name = LogFiles.NameOf(segment) + LogFiles.DamagedSuffix + (number == 0 ? "" : $".{number}");
            using var target = context.Disk.Open(Path.Combine(context.Options.RootDirectory, name), DiskOpenMode.Create);
            if (target.Length > 0 && source.HasSameContents(target))
                return name;
            if (target.Length > 0)
                continue;
            source.CopyTo(target);
            target.Flush();
            return name;
        }
    }

    /// <summary>True when a segment holds more than a header.</summary>
    public bool HasContents(ulong segment)
    {
        using var file = context.Disk.Open(chain.PathOf(segment), DiskOpenMode.Read);
        return file.Length > SegmentHeader.Size;
    }
}
