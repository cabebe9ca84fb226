using MarketStore.Cli.Shell.Editing;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Cli.Shell;

public sealed class CompleterTests
{
    static readonly Completer Completer = new(() => ["AAPL/1Min/OHLCV", "AAPL/1D/OHLCV", "AAPL/1D/TICK", "AMZN/1D/OHLCV", "MSFT/1D/OHLCV"]);

    [Theory]
    [InlineData("\\s", "\\show \\stop")]
    [InlineData("\\ge", "\\getinfo")]
    [InlineData("\\show A", "AAPL/ AMZN/")]
    [InlineData("\\show AAPL/", "AAPL/1D/ AAPL/1Min/")]
    [InlineData("\\show AAPL/1D/", "AAPL/1D/OHLCV AAPL/1D/TICK")]
    [InlineData("\\show NOPE", "")]
    [InlineData("\\help tr", "trim")]
    [InlineData("help ga", "gaps")]
    [InlineData("sel", "SELECT")]
    [InlineData("SELECT * FROM `M", "MSFT/")]
    [InlineData("SELECT * FROM `MSFT/1D/", "MSFT/1D/OHLCV`")]
    [InlineData("SELECT * FROM `A/1D/X` WH", "WHERE")]
    [InlineData("", "")]
    public void A_line_goes_on_with_what_its_place_allows(string text, string candidates) => Assert.Equal(candidates, string.Join(' ', Completer.Complete(text).Candidates));

    [Fact]
    public void All_candidates_are_completed_as_far_as_they_agree()
    {
        Assert.Equal("AAPL/1", Completer.Complete("\\show AAPL/").CommonStart);
        Assert.Equal("", Completion.None.CommonStart);
    }

    [Fact]
    public void Files_are_completed_where_a_command_takes_one()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.Combine("bars.csv"), "");
        File.WriteAllText(directory.Combine("bars.yaml"), "");
        Directory.CreateDirectory(directory.Combine("more"));

        Assert.Equal([directory.Combine("bars.csv"), directory.Combine("bars.yaml")], Completer.Complete($"\\load A/1D/X {directory.Combine("ba")}").Candidates);
        Assert.Equal([directory.Combine("more/")], Completer.Complete($"\\o {directory.Combine("mo")}").Candidates);
        Assert.Empty(Completer.Complete($"\\o {directory.Combine("nowhere/")}").Candidates);
    }
}
