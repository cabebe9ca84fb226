namespace MarketStore.Cli.Shell.Commands;

/// <summary><c>\quit</c>: ends the shell.</summary>
internal sealed class QuitCommand : IShellCommand
{
    public IReadOnlyList<string> Names { get; } = ["\\quit", "\\q", "\\stop", "\\exit", "exit", "quit"];

    public string Arguments => "";

    public string Summary => "End the shell";

    public string Details => "";

    public Task RunAsync(ShellContext context, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        context.IsEnded = true;
        return Task.CompletedTask;
    }
}
