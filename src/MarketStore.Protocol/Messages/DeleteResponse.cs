namespace MarketStore.Protocol.Messages;

/// <summary>How one deletion went.</summary>
/// <param name="Error">Empty on success.</param>
/// <param name="Version">The build's commit.</param>
/// <param name="Rows">Rows that were removed.</param>
public sealed record DeleteResponse(string Error, string Version, long Rows);
