namespace MarketStore.Storage.Scrub;

/// <summary>A finding of which it is known without a doubt what is due.</summary>
/// <param name="Fault">The finding's sort; with the path it says which.</param>
/// <param name="Path">The file.</param>
/// <param name="Category">What the category file must say; null for a year file.</param>
/// <param name="NominalLength">The length that a year file must have at least.</param>
internal sealed record DueRepair(ScrubFault Fault, string Path, string? Category, long NominalLength);
