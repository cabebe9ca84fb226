namespace MarketStore.Protocol.JsonRpc;

/// <summary>Writes one value.</summary>
internal delegate void ValueWriter<TTokens, TValue>(ref TTokens tokens, TValue value)
    where TTokens : IReplyTokens, allows ref struct;
