namespace MarketStore.Protocol.Messages;

/// <summary>How one request of a changing method went.</summary>
/// <param name="Error">Empty on success.</param>
/// <param name="Version">The build's commit.</param>
public sealed record ServerResponse(string Error, string Version);
