using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Tools;

public sealed class CompletionTests
{
    // What bash sets when Tab is pressed at the end of a line.
    const string PressTab =
        """
        source <(marketstore completion bash)
        press() {
            COMP_LINE="$1" COMP_POINT=${#1}
            read -ra COMP_WORDS <<< "$1"
            [[ "$1" == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            COMPREPLY=()
            _marketstore
            echo "${COMPREPLY[@]}"
        }

        """;

    [Theory]
    [InlineData("marketstore est", "estimate")]
    [InlineData("marketstore tool int", "integrity integritycheck")]
    [InlineData("marketstore tool wal --fi", "--file")]
    [InlineData("marketstore completion ", "bash fish zsh")]
    [InlineData("marketstore query A/1D/B --format j", "json")]
    [InlineData("marketstore tool wal --file ", "")]
    public async Task Bash_completes_a_line_with_what_can_follow(string line, string completions)
    {
        using var directory = new TemporaryDirectory();
        var (code, output, errors) = await ShellScript.RunAsync(directory.Path, $"{PressTab}press '{line}'");
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(completions, string.Join(' ', output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 2 && !(completions.Length > 0 && completions[0] != '-' && word[0] == '-'))));
    }

    [Fact]
    public async Task The_scripts_have_no_fault_that_bash_would_tell()
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal((0, "", ""), await ShellScript.RunAsync(directory.Path, "marketstore completion bash | bash -n"));
    }
}
