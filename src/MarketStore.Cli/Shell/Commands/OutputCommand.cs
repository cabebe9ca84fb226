namespace MarketStore.Cli.Shell.Commands;

/// <summary><c>\o</c>: lets results go to a file.</summary>
internal sealed class OutputCommand : IShellCommand
{
    public IReadOnlyList<string> Names { get; } = ["\\o"];

    public string Arguments => "[<file>]";

    public string Summary => "Let the next results go to a file, or without a file to the screen again";

    public string Details =>
        """
        The first result takes the place of what the file held, the next ones go behind it. Rows are comma separated and
        have no titles.
        """;

    public Task RunAsync(ShellContext context, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count > 1)
            throw CommandArguments.Invalid("\\o takes one file, see '\\help o'");
        context.Output.Redirect(arguments.Count == 0 ? null : arguments[0]);
        return Task.CompletedTask;
    }
}
