namespace MarketStore.Storage.Recovery.GoLog;

/// <summary>The commands of one commit of the Go server.</summary>
internal sealed record GoTransactionGroup(long Id, IReadOnlyList<GoWriteCommand> Commands);
