using MarketStore.Cli.Shell.Statements;
using MarketStore.Core.Errors;
using MarketStore.Server.Console;

namespace MarketStore.Cli.Shell.Commands;

/// <summary>All commands of the shell. A line is the command whose whole name it begins with.</summary>
internal static class ShellCommands
{
    public static IReadOnlyList<IShellCommand> All { get; } =
    [
        new ShowCommand(), new LoadCommand(), new CreateCommand(), new DestroyCommand(), new GetInfoCommand(), new TrimCommand(), new OutputCommand(), new TimingCommand(), new HelpCommand(), new QuitCommand(),
    ];

    public static IEnumerable<string> Names => All.SelectMany(command => command.Names);

    /// <summary>Whether a line is a command and no SQL.</summary>
    public static bool IsCommand(string line) => line.StartsWith('\\') || ShellWords.IsBareCommand(line);

    /// <exception cref="MarketStoreException">There is no such command, its arguments make no sense, or the store refused.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static Task RunAsync(string line, ShellContext context, CancellationToken cancellationToken)
    {
        var words = ShellWords.Split(line.TrimEnd(';', ' '));
        var command = Find(words[0]) ?? throw Unknown(words[0]);
        return command.RunAsync(context, [.. words.Skip(1)], cancellationToken);
    }

    public static IShellCommand? Find(string name) => All.FirstOrDefault(command => command.Names.Contains(name, StringComparer.Ordinal));

    static MarketStoreException Unknown(string name)
    {
        var suggestion = NearestName.Find(name, Names) is { } nearest ? $": did you mean {nearest}?" : ":";
        return new(ErrorKind.InvalidRequest, $"there is no command {ShownText.Printable(name)}{suggestion} \\help lists all");
    }
}
