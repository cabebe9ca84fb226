using System.CommandLine;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore tool</c>: looks at files without a server.</summary>
internal static class ToolCommand
{
    public const string Name = "tool";

    public static Command Create() => new(Name, "Look at the files of a data directory") { WalCommand.Create(), IntegrityCommand.Create() };
}
