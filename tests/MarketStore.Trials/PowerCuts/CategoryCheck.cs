using System.Text;
using MarketStore.Trials.PowerCuts.Simulation;
using MarketStore.Trials.PowerCuts.Workload;

namespace MarketStore.Trials.PowerCuts;

/// <summary>The category files that lead to a bucket, which the store itself does not need in order to read it: once a checkpoint has covered the bucket they are whole.</summary>
static class CategoryCheck
{
    static readonly string[] Due = ["Symbol", "Timeframe", "AttributeGroup", "Year"];

    /// <param name="durable">The store as a checkpoint covered it.</param>
    /// <param name="open">What came after: a bucket that was removed since may have been made again, and is not covered yet.</param>
    /// <exception cref="TrialFailedException">One is missing or says something else.</exception>
    public static void Require(DiskTree image, StoreVersion durable, IReadOnlyList<LedgerEntry> open)
    {
        foreach (var key in durable.Buckets.Keys.Where(key => open.All(entry => entry.After.Buckets.ContainsKey(key))))
            RequireWay(image, key);
    }

    static void RequireWay(DiskTree image, string key)
    {
        var items = key.Split('/');
        var directory = new NodeReference(DiskTree.Root, IsDirectory: true);
        for (var depth = 0; depth < Due.Length; depth++)
        {
            var text = TextIn(image, directory.Number);
            if (text != Due[depth])
                throw new TrialFailedException($"lost: the category at depth {depth} of {key}, which a checkpoint covered, is \"{text}\"");
            if (depth < items.Length && !image.DirectoryOf(directory.Number).TryGet(items[depth], out directory))
                throw new TrialFailedException($"lost: the directory of {key}, which a checkpoint covered");
        }
    }

    static string? TextIn(DiskTree image, int directory)
    {
        if (!image.DirectoryOf(directory).TryGet("category_name", out var node))
            return null;
        var bytes = new byte[image.FileOf(node.Number).Length];
        image.FileOf(node.Number).Read(bytes, 0);
        return Encoding.UTF8.GetString(bytes);
    }
}
