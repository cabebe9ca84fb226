namespace MarketStore.Storage.Scrub;

/// <summary>One thing that was repaired, or could have been.</summary>
/// <param name="Path">The file.</param>
/// <param name="Text">What was done or is to be done, in words.</param>
/// <param name="CopyPath">Where the file lies as it was before; null when there was none.</param>
/// <param name="Fault">Why nothing was done, or null.</param>
public sealed record ScrubRepair(string Path, string Text, string? CopyPath, string? Fault)
{
    public bool IsDone => Fault is null;
}
