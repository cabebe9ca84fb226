namespace MarketStore.Storage.Listing;

/// <summary>Whose log a file is.</summary>
public enum LogFormat
{
    /// <summary>It is no log.</summary>
    None,

    /// <summary>A segment of our log.</summary>
    Segment,

    /// <summary>A log of the Go server.</summary>
    GoLog,
}
