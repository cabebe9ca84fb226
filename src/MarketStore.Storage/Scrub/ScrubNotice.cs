namespace MarketStore.Storage.Scrub;

/// <summary>Something that is not damage and that people may want to know of: an entry that belongs to no bucket, a copy that was kept.</summary>
public sealed record ScrubNotice(string Path, string Text)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Path}: {Text}";
}
