namespace MarketStore.Sql.Worker.Link;

/// <summary>Why the server does not do what it was asked for.</summary>
internal sealed class ServerRefusalException(string message) : Exception(message);
