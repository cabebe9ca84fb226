using System.CommandLine;
using MarketStore.Cli.Tools;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore completion</c>: prints what makes a shell complete command lines.</summary>
internal static class CompletionCommand
{
    public const string Name = "completion";

    const string Notes =
        """
        Prints a script that teaches a shell to complete commands, options and their values when Tab is pressed. Where nothing
        is to be suggested, such as for a file, the shell completes names of files.

        Examples:
          source <(marketstore completion bash)                                        this shell only; put it into ~/.bashrc to keep it
          marketstore completion zsh > "${fpath[1]}/_marketstore"                      then start a new shell
          marketstore completion fish > ~/.config/fish/completions/marketstore.fish    works at once

        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "The shell that the script is for" };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        var command = new NotedCommand(Name, "Print a script that makes a shell complete command lines", Notes) { shell };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(CompletionScripts.For(parsed.GetRequiredValue(shell)));
            return ExitCode.Success;
        });
        return command;
    }
}
