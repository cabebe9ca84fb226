using System.Globalization;
using MarketStore.Storage;

namespace MarketStore.Server.Console;

/// <summary>How much the data directory holds.</summary>
internal sealed class CatalogStatus(Database database) : IStatusSource
{
    public string StatusName => "catalog";

    public IEnumerable<(string Name, string Value)> GetStatus()
    {
        yield return ("symbols", database.ListSymbols().Count.ToString(CultureInfo.InvariantCulture));
        yield return ("buckets", database.ListBuckets().Count.ToString(CultureInfo.InvariantCulture));
        var status = database.Status;
        yield return ("open year files", status.OpenFiles.ToString(CultureInfo.InvariantCulture));
        yield return ("ticks in memory", $"{status.HotRowBytes.ToString(CultureInfo.InvariantCulture)} bytes");
        yield return ("log", $"{status.LogBytes.ToString(CultureInfo.InvariantCulture)} bytes since the last checkpoint{(status.IsLogKept ? "; kept until the next start, since a flush failed" : "")}");
        yield return ("files that refuse", status.HasBacklog ? "some: their rows wait in memory and in the log" : "none");
        yield return ("damaged files, blocks", status.DamagedFiles.ToString(CultureInfo.InvariantCulture));
    }
}
