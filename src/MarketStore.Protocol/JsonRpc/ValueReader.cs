namespace MarketStore.Protocol.JsonRpc;

/// <summary>Reads one value.</summary>
internal delegate TValue ValueReader<TTokens, TValue>(ref TTokens tokens)
    where TTokens : IRequestTokens, allows ref struct;
