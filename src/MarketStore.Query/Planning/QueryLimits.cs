using MarketStore.Core.Errors;

namespace MarketStore.Query.Planning;

/// <summary>Bounds on what one request can ask for, so that no text of a client decides how much memory or time it takes.</summary>
internal static class QueryLimits
{
    /// <summary>Symbols times attribute groups of one destination.</summary>
    public const int MaxKeys = 1_000_000;

    /// <summary>Names in a column list, repeats included: each repeat is sent again.</summary>
    public const int MaxColumns = 4_096;

    /// <summary>Characters of a client's text, or of a list of keys, that an error repeats.</summary>
    public const int MaxEchoLength = 4_096;

    /// <summary>Rows that are read at a time where a result does not need all of them in memory: a few, so that they stay in the processor's cache.</summary>
    public const int ChunkRows = 32_768;

    /// <summary>Rows that are read at most in one go from the end of a range, where it is not known how far back the bars that are asked for reach.</summary>
    public const int TailRows = 262_144;

    public static string Echo(string text) => ShortText.Of(text, MaxEchoLength);
}
