namespace MarketStore.TestKit.Golden;

/// <summary>A way to put a recorded request to a server.</summary>
public interface IScenarioWire
{
    /// <summary>The answer as a map with <c>result</c> or <c>error</c>; null if this wire has no words for the request.</summary>
    /// <exception cref="IOException">The connection broke, or the answer cannot be read.</exception>
    Task<Dictionary<string, object?>?> CallAsync(string method, object? parameters);
}
