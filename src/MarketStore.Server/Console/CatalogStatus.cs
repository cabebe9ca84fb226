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
    }
}
