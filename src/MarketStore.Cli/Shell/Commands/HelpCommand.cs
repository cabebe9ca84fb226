namespace MarketStore.Cli.Shell.Commands;

/// <summary><c>\help</c>: tells about commands.</summary>
internal sealed class HelpCommand : IShellCommand
{
    const string Gaps = "gaps";

    public IReadOnlyList<string> Names { get; } = ["\\help", "help", "\\?"];

    public string Arguments => "[<command>]";

    public string Summary => "Tell about the shell, or about a command";

    public string Details => "";

    /// <summary>What can stand behind the command.</summary>
    public static IEnumerable<string> Topics => [.. ShellCommands.All.Select(command => command.Names[0][1..]), Gaps];

    public Task RunAsync(ShellContext context, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count == 0)
            WriteAll(context.StandardOutput);
        else if (arguments[0] == Gaps)
            context.StandardOutput.WriteLine("Gaps are found by SQL: SELECT Epoch, gap('5Min') FROM `AAPL/1Min/OHLCV`; lists those of more than five minutes.");
        else if (ShellCommands.Find(arguments[0]) is { } command || (command = ShellCommands.Find("\\" + arguments[0])) is not null)
            WriteOne(context.StandardOutput, command);
        else
            throw CommandArguments.Invalid($"No help available for {ShownText.Printable(arguments[0])}");
        return Task.CompletedTask;
    }

    static void WriteAll(TextWriter output)
    {
        var usages = ShellCommands.All.Select(Usage).ToList();
        var width = usages.Max(usage => usage.Length);
        for (var index = 0; index < usages.Count; index++)
            output.WriteLine($"{usages[index].PadRight(width)}  {ShellCommands.All[index].Summary}");
        output.WriteLine();
        output.WriteLine("All else is SQL, over any number of lines, up to a semicolon or an empty line: SELECT * FROM `AAPL/1Min/OHLCV` LIMIT 5;");
    }

    static void WriteOne(TextWriter output, IShellCommand command)
    {
        output.WriteLine(Usage(command));
        output.WriteLine($"{command.Summary}.{(command.Names.Count > 1 ? $" Also {string.Join(", ", command.Names.Skip(1))}." : "")}");
        if (command.Details.Length > 0)
            output.WriteLine(command.Details);
    }

    static string Usage(IShellCommand command) => $"{command.Names[0]} {command.Arguments}".TrimEnd();
}
