namespace MarketStore.Sql.Engine;

/// <summary>The process of the SQL engine ended while it was at work.</summary>
/// <param name="detail">How it ended, and its last words.</param>
/// <param name="cause">What was noticed of it.</param>
internal sealed class EngineLostException(string detail, Exception? cause = null) : Exception($"the SQL engine ended: {detail}", cause);
