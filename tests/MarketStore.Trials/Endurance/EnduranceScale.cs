namespace MarketStore.Trials.Endurance;

/// <summary>How large the market is, and how long it is kept going.</summary>
sealed record EnduranceScale
{
    /// <summary>Each has bars of three timeframes.</summary>
    public required int Symbols { get; init; }

    /// <summary>Symbols that have ticks as well.</summary>
    public required int TickSymbols { get; init; }

    /// <summary>How long requests are sent as fast as they are answered, to find the full rate.</summary>
    public required TimeSpan Burst { get; init; }

    /// <summary>It goes on until there were so many: enough to have touched every symbol, however slow the machine is.</summary>
    public required int BurstRequests { get; init; }

    /// <summary>How long requests are sent at half of that.</summary>
    public required TimeSpan Length { get; init; }

    public required TimeSpan SampleInterval { get; init; }

    /// <summary>Year files that the server may hold open: fewer than it has, so that handles come and go.</summary>
    public required int MaxOpenFiles { get; init; }

    /// <summary>Resident memory of the server at any time, generously.</summary>
    public required long MaxResidentBytes { get; init; }

    /// <summary>True measures a start from the disk too, and takes the machine's page cache from everybody.</summary>
    public bool EmptiesPageCache { get; init; }

    /// <summary>60,000 buckets.</summary>
    public static EnduranceScale Long(TimeSpan length) => new()
    {
        Symbols = 20_000,
        TickSymbols = 100,
        Burst = TimeSpan.FromSeconds(20),
        BurstRequests = 2_000,
        Length = length,
        SampleInterval = TimeSpan.FromSeconds(5),
        MaxOpenFiles = 1024,
        MaxResidentBytes = 1L << 30,
        EmptiesPageCache = true,
    };

    /// <summary>1,500 buckets, for a build that has no half hour.</summary>
    public static EnduranceScale Short { get; } = new()
    {
        Symbols = 500,
        TickSymbols = 8,
        Burst = TimeSpan.FromSeconds(2),
        BurstRequests = 400,
        Length = TimeSpan.FromSeconds(8),
        SampleInterval = TimeSpan.FromSeconds(0.5),
        MaxOpenFiles = 64,
        MaxResidentBytes = 400L << 20,
    };
}
