namespace MarketStore.Server.Rpc;

/// <summary>Hears of every call of <c>/rpc</c>. Called from any thread; must not throw or block.</summary>
public interface IRpcMetrics
{
    /// <summary>A request came in, whatever it holds.</summary>
    void RequestStarted();

    /// <summary>The answer was sent, or could not be.</summary>
    /// <param name="method">Such as <c>DataService.Query</c>; null when no method ran: the request was rejected.</param>
    /// <param name="succeeded">False when the answer as a whole is an error, or no answer was possible.</param>
    void RequestFinished(string? method, bool succeeded, TimeSpan duration);
}
