using MarketStore.Client;
using MarketStore.Core.Series;

namespace MarketStore.Cli.Results;

/// <summary>The rows of one bucket, with the parts of its key.</summary>
internal sealed record ResultBucket(string Symbol, string AttributeGroup, ColumnSeries Rows)
{
    public static ResultBucket Of(BucketRows bucket)
    {
        var parts = bucket.Key.Split(':')[0].Split('/');
        return new(ShownText.Printable(parts[0]), ShownText.Printable(parts[^1]), bucket.Rows);
    }
}
