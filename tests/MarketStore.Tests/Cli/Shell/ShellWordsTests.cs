using MarketStore.Cli.Shell.Statements;
using MarketStore.Core.Errors;
using Xunit;

namespace MarketStore.Tests.Cli.Shell;

public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("\\show  A/1D/X   2020-01-01", "\\show|A/1D/X|2020-01-01")]
    [InlineData("\\load K 'my file.csv' \"it's.yaml\"", "\\load|K|my file.csv|it's.yaml")]
    [InlineData("\\o \t", "\\o")]
    [InlineData("\\o ''", "\\o|")]
    public void Words_are_split_at_blanks_except_within_quotes(string line, string words) => Assert.Equal(words, string.Join('|', ShellWords.Split(line)));

    [Fact]
    public void A_quote_that_is_left_open_is_told() =>
        Assert.Equal("the quote ' is left open", Assert.Throws<MarketStoreException>(() => ShellWords.Split("\\o 'a")).Message);
}
