namespace MarketStore.Cli.Shell.Commands;

/// <summary><c>\destroy</c>: removes a bucket.</summary>
internal sealed class DestroyCommand : IShellCommand
{
    public IReadOnlyList<string> Names { get; } = ["\\destroy"];

    public string Arguments => "<key>";

    public string Summary => "Remove a bucket and all of its rows";

    public string Details => "  \\destroy AAPL/1Min/OHLCV";

    public async Task RunAsync(ShellContext context, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count != 1)
            throw CommandArguments.Invalid("\\destroy takes exactly one key, see '\\help destroy'");
        // A shorter path stands for everything below it: nobody should lose a symbol to a slip of the hand.
        var key = CommandArguments.ParseKey(arguments[0]);
        await context.Store.DestroyAsync(key.ToString(), cancellationToken);
        context.Error.WriteLine($"Successfully removed catalog entry for key: {arguments[0]}");
    }
}
