namespace MarketStore.Functions.Calls;

/// <summary>Bounds on what a client's function calls can ask for.</summary>
public static class FunctionLimits
{
    /// <summary>Characters of one call.</summary>
    public const int MaxTextLength = 65_536;

    /// <summary>Arguments of one call, literals included.</summary>
    public const int MaxArguments = 1_024;

    /// <summary>Calls of one pipeline.</summary>
    public const int MaxCalls = 32;

    /// <summary>Candles that one call can make of one bucket.</summary>
    public const int MaxCandles = 1 << 24;

    /// <summary>Rows over which <c>gap</c> can look for unusual distances, since it has to keep their times.</summary>
    public const int MaxGapRows = 1 << 26;
}
