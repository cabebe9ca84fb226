namespace MarketStore.Server.Configuration;

/// <summary>A value that counts instead of what the file says.</summary>
/// <param name="Key">A known key, such as <c>listen_port</c>.</param>
/// <param name="Value">Written as in the file.</param>
/// <param name="Option">Where it comes from, for error messages: <c>--port</c>.</param>
public sealed record ConfigurationOverride(string Key, string Value, string Option);
