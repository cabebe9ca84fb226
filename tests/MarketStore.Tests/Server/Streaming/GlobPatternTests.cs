using MarketStore.Server.Streaming;
using MarketStore.Server.Streaming.Patterns;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("AAPL/1Min/OHLCV", "AAPL/1Min/OHLCV", true)]
    [InlineData("AAPL/1Min/OHLCV", "AAPL/1Min/OHLC", false)]
    [InlineData("AAPL/1Min/OHLC", "AAPL/1Min/OHLCV", false)]
    [InlineData("*/1Min/OHLCV", "AAPL/1Min/OHLCV", true)]
    [InlineData("*/1Min/OHLCV", "AAPL/1Sec/OHLCV", false)]
    [InlineData("*/*/*", "AAPL/1Min/OHLCV", true)]
    [InlineData("A*L/1Min/*", "AL/1Min/X", true)]
    [InlineData("A*L/1Min/*", "AAPLX/1Min/X", false)]
    [InlineData("A*/OHLCV/x", "A/1Min/OHLCV", false)]
    [InlineData("**/1Min/OHLCV", "AAPL/1Min/OHLCV", true)]
    [InlineData("**V//", "AAPL/1Min/OHLCV", false)]
    [InlineData("A**/V//", "A/1Min/V//", true)]
    [InlineData("A?PL/1Min/OHLCV", "AAPL/1Min/OHLCV", true)]
    [InlineData("A?PL/1Min/OHLCV", "APL/1Min/OHLCV", false)]
    [InlineData("A?/1Min/X", "A😀/1Min/X", true)]
    [InlineData("A??/1Min/X", "A😀/1Min/X", false)]
    [InlineData("?/?/?", "a/b/c", true)]
    [InlineData("a?b/?/?", "a/b/c/d", false)]
    [InlineData("[AM]*/1Min/OHLCV", "MSFT/1Min/OHLCV", true)]
    [InlineData("[AM]*/1Min/OHLCV", "TSLA/1Min/OHLCV", false)]
    [InlineData("[A-Z]*/1Min/OHLCV", "TSLA/1Min/OHLCV", true)]
    [InlineData("[A-Z]*/1Min/OHLCV", "tsla/1Min/OHLCV", false)]
    [InlineData("[!A-C]*/1Min/OHLCV", "D/1Min/OHLCV", true)]
    [InlineData("[!A-C]*/1Min/OHLCV", "B/1Min/OHLCV", false)]
    [InlineData("[!ab]/1Min/OHLCV", "c/1Min/OHLCV", true)]
    [InlineData("[!ab]/1Min/OHLCV", "b/1Min/OHLCV", false)]
    [InlineData("[😀😁]/1Min/OHLCV", "😁/1Min/OHLCV", true)]
    [InlineData("[abc-]/1Min/X", "-/1Min/X", true)]
    [InlineData("{AAPL,MSFT}/1Min/OHLCV", "MSFT/1Min/OHLCV", true)]
    [InlineData("{AAPL,MSFT}/1Min/OHLCV", "AAPL/1Min/OHLCV", true)]
    [InlineData("{AAPL,MSFT}/1Min/OHLCV", "AAPLMSFT/1Min/OHLCV", false)]
    [InlineData("{A{B,C},D*}/1Min/OHLCV", "AC/1Min/OHLCV", true)]
    [InlineData("{A{B,C},D*}/1Min/OHLCV", "DDD/1Min/OHLCV", true)]
    [InlineData("{A{B,C},D*}/1Min/OHLCV", "A/1Min/OHLCV", false)]
    [InlineData("{,A}B/1Min/OHLCV", "B/1Min/OHLCV", true)]
    [InlineData("{AA/1Min,B/1D}/OHLCV", "B/1D/OHLCV", true)]
    [InlineData("A,B}/1Min/X", "A,B}/1Min/X", true)]
    [InlineData(@"A\*/1Min/X", "A*/1Min/X", true)]
    [InlineData(@"A\*/1Min/X", "AB/1Min/X", false)]
    [InlineData(@"[a\]]/1Min/X", "]/1Min/X", true)]
    [InlineData("//", "//", true)]
    public void A_pattern_matches_what_the_table_says(string pattern, string key, bool isMatch)
    {
        Assert.True(GlobPattern.TryCompile(pattern, out var compiled));
        Assert.Equal(isMatch, compiled.Matches(key));
    }

    [Theory]
    [InlineData("[AAPL/1Min/OHLCV")]
    [InlineData("[A-/1Min/OHLCV")]
    [InlineData("[Z-A]/1Min/OHLCV")]
    [InlineData("[A-Za-z]/1Min/OHLCV")]
    [InlineData("[]/1Min/OHLCV")]
    [InlineData("{A,B/1Min/OHLCV")]
    [InlineData(@"[a\")]
    public void Broken_syntax_is_noticed(string pattern) => Assert.False(GlobPattern.TryCompile(pattern, out _));

    [Theory]
    [InlineData("a/b/c", true)]
    [InlineData("//", true)]
    [InlineData("a/b", false)]
    [InlineData("a/b/c/d", false)]
    [InlineData("**", false)]
    [InlineData("", false)]
    public void A_stream_has_exactly_two_slashes(string text, bool isStream) => Assert.Equal(isStream, GlobPattern.IsStream(text));

    // Ways through these patterns number two to the hundreds; a matcher that tried them one by one would not come back.
    [Theory]
    [InlineData("*a", 300)]
    [InlineData("**a", 300)]
    [InlineData("{a,aa,*}", 120)]
    [InlineData("{{a,b},{a,?}}", 70)]
    public void A_hostile_pattern_takes_no_longer_than_its_length_times_the_keys(string part, int times)
    {
        Assert.True(GlobPattern.TryCompile(string.Concat(Enumerable.Repeat(part, times)) + "/b/c", out var compiled));
        Assert.False(compiled.Matches(new string('a', 255) + "x/y/z"));
    }

    [Fact]
    public void Alternatives_within_alternatives_need_no_depth_of_the_stack()
    {
        Assert.True(GlobPattern.TryCompile(new string('{', 100_000) + "a" + new string('}', 100_000), out var compiled));
        Assert.True(compiled.Matches("a"));
    }
}
