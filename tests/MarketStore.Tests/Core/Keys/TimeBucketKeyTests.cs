using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using Xunit;

namespace MarketStore.Tests.Core.Keys;

public class TimeBucketKeyTests
{
    [Theory]
    [InlineData("AAPL/1Min/OHLCV")]
    [InlineData("AAPL/1Min/OHLCV:")]
    [InlineData("AAPL/1Min/OHLCV:Symbol/Timeframe/AttributeGroup")]
    [InlineData("AAPL/1Min/OHLCV:symbol/timeframe/attributegroup")]
    public void A_key_has_three_parts_and_the_default_categories(string text)
    {
        var key = TimeBucketKey.Parse(text);

        Assert.Equal(("AAPL", "1Min", "OHLCV"), (key.Symbol, key.Timeframe, key.AttributeGroup));
        Assert.Equal("AAPL/1Min/OHLCV", key.ToString());
        Assert.Equal("AAPL/1Min/OHLCV:Symbol/Timeframe/AttributeGroup", key.LongForm);
    }

    [Theory]
    [InlineData("BRK.B")]
    [InlineData("^GSPC")]
    [InlineData("EUR-USD")]
    [InlineData("...")]
    [InlineData(" ")]
    [InlineData("日経225")]
    [InlineData("😀")]
    [InlineData("Category_Name")]
    [InlineData("a;b|c&d'e\"f$g`h")]
    public void A_symbol_may_be_any_other_text(string symbol) => Assert.Equal(symbol, TimeBucketKey.Parse($"{symbol}/1Min/OHLCV").Symbol);

    [Theory]
    [InlineData("")]
    [InlineData("AAPL")]
    [InlineData("AAPL/1Min")]
    [InlineData("AAPL/1Min/OHLCV/2021")]
    [InlineData("/AAPL/1Min/OHLCV")]
    [InlineData("AAPL/1Min/OHLCV:Symbol/Timeframe")]
    [InlineData("AAPL/1Min/OHLCV:Symbol/Timeframe/AttributeGroup:x")]
    [InlineData(":Symbol/Timeframe/AttributeGroup")]
    public void A_text_of_another_form_is_no_key(string text)
    {
        Assert.False(TimeBucketKey.TryParse(text, out _, out var reason));
        Assert.Contains("is not usable", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(".", "\".\"")]
    [InlineData("..", "\"..\"")]
    [InlineData("category_name", "reserved")]
    [InlineData("metadata.db", "reserved")]
    [InlineData("WALFile.1.walfile", "reserved")]
    [InlineData("0000000000000001.mslog", "reserved")]
    [InlineData("a,b", "U+002C")]
    [InlineData("*", "U+002A")]
    [InlineData("a\\b", "U+005C")]
    [InlineData("a\0b", "U+0000")]
    [InlineData("a\nb", "U+000A")]
    [InlineData("a\u007fb", "U+007F")]
    [InlineData("a\u0085b", "U+0085")]
    [InlineData("a\ufffdb", "not valid Unicode")]
    public void A_part_that_is_no_safe_name_is_refused_in_every_position(string part, string reason)
    {
        foreach (var text in (string[])[$"{part}/1Min/OHLCV", $"AAPL/{part}/OHLCV", $"AAPL/1Min/{part}"])
        {
            Assert.False(TimeBucketKey.TryParse(text, out _, out var given));
            Assert.Contains(reason, given, StringComparison.Ordinal);
        }

        Assert.Equal(ErrorKind.InvalidRequest, Assert.Throws<MarketStoreException>(() => new TimeBucketKey(part, "1Min", "OHLCV")).Kind);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a:b")]
    public void A_part_cannot_smuggle_separators_in(string part) => Assert.Throws<MarketStoreException>(() => new TimeBucketKey("AAPL", "1Min", part));

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        foreach (var part in (string[])["\ud83d", "\ude00", "a\ud83d", "\ud83d\ud83d\ude00", "\ude00\ud83d"])
            Assert.NotNull(TimeBucketKey.FindFault(part));
    }

    [Theory]
    [InlineData("a", 255)]
    [InlineData("é", 127)]
    [InlineData("日", 85)]
    [InlineData("😀", 63)]
    public void A_part_may_fill_a_directory_entry_and_no_more(string character, int count)
    {
        Assert.Null(TimeBucketKey.FindFault(string.Concat(Enumerable.Repeat(character, count))));
        Assert.Contains("longer than 255 bytes", TimeBucketKey.FindFault(string.Concat(Enumerable.Repeat(character, count + 1))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/1Min/OHLCV")]
    [InlineData(".walfile/1Min/OHLCV")]
    public void A_refusal_shows_no_control_characters_and_stays_short(string end)
    {
        Assert.False(TimeBucketKey.TryParse("\u001b[31m" + new string('x', 100_000) + end, out _, out var reason));
        Assert.DoesNotContain('\u001b', reason);
        Assert.InRange(reason.Length, 1, 500);
    }

    [Fact]
    public void A_part_may_be_refused_whatever_its_length()
    {
        Assert.False(TimeBucketKey.TryParse(new string('x', 100_000) + "*/1Min/OHLCV", out _, out var reason));
        Assert.InRange(reason.Length, 1, 1_000);
    }

    [Fact]
    public void Keys_of_the_same_parts_are_equal() => Assert.Equal(TimeBucketKey.Parse("A/1D/B:"), new TimeBucketKey("A", "1D", "B"));
}
