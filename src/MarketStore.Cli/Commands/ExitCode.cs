namespace MarketStore.Cli.Commands;

/// <summary>What scripts can rely on.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Nothing, or not everything, was done; standard error says why.</summary>
    public const int Failure = 1;
}
