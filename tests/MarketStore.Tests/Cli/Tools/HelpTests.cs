using Xunit;

namespace MarketStore.Tests.Cli.Tools;

public sealed class HelpTests
{
    [Theory]
    [InlineData("init")]
    [InlineData("estimate")]
    [InlineData("tool", "wal")]
    [InlineData("tool", "integrity")]
    [InlineData("completion")]
    public async Task Help_says_what_a_command_is_for_and_has_an_example(params string[] verb)
    {
        var (code, output, error) = await CliRun.RunAsync([.. verb, "--help"]);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Usage:\n  marketstore " + string.Join(' ', verb), output.Replace("MarketStore.Tests", "marketstore", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Matches($"(?s)Examples?:\n.*marketstore {string.Join(' ', verb)}", output);
        Assert.Equal(output, (await CliRun.RunAsync(["help", .. verb])).Output);
    }

    [Fact]
    public async Task The_list_of_commands_has_one_line_for_each()
    {
        var (_, output, _) = await CliRun.RunAsync("--help");
        Assert.DoesNotContain("Example", output, StringComparison.Ordinal);
        Assert.Matches("\n  estimate +Estimate how much", output);
        Assert.Matches("\n  tool +Look at the files", output);
    }

    [Theory]
    [InlineData("size", "estimate")]
    [InlineData("tol", "tool")]
    [InlineData("tool check", "integrity")]
    [InlineData("tool wall", "wal")]
    public async Task A_misspelled_command_is_answered_with_the_one_that_was_meant(string line, string suggestion)
    {
        var (code, _, error) = await CliRun.RunAsync(line.Split(' '));
        Assert.Equal(1, code);
        Assert.Contains($"Did you mean this?\n\t{suggestion}\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _marketstore marketstore")]
    [InlineData("zsh", "compdef _marketstore marketstore")]
    [InlineData("fish", "complete -c marketstore")]
    public async Task Each_shell_has_a_script_that_asks_the_program(string shell, string registration)
    {
        var (code, output, error) = await CliRun.RunAsync("completion", shell);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(registration, output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_shell_is_refused_and_the_known_ones_are_named()
    {
        var (code, _, error) = await CliRun.RunAsync("completion", "powershell");
        Assert.Equal(1, code);
        Assert.All(["bash", "zsh", "fish"], shell => Assert.Contains(shell, error, StringComparison.Ordinal));
    }
}
