using System.Globalization;
using System.Text;
using MarketStore.Server.Configuration;
using Xunit;

namespace MarketStore.Tests.Server.Configuration;

public sealed class HostileConfigurationTests
{
    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Deep_nesting_is_refused(string opening)
    {
        var text = ConfigurationText.Required + "triggers: " + string.Concat(Enumerable.Repeat(opening, 100_000));

        Assert.NotEmpty(ConfigurationText.ReadBad(text).Problems);
    }

    [Fact]
    public void Nesting_by_indentation_is_refused()
    {
        var text = new StringBuilder();
        for (var level = 0; level < 200; level++)
            text.Append(' ', level).Append("a:\n");

        Assert.Contains("nested deeper than 64 levels", ConfigurationText.ReadBad(text.ToString()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_by_aliases_is_refused()
    {
        var text = new StringBuilder("a0: &a0 [x]\n");
        for (var level = 1; level < 100; level++)
            text.Append(CultureInfo.InvariantCulture, $"a{level}: &a{level} [*a{level - 1}]\n");

        Assert.Contains("nested deeper than 64 levels", ConfigurationText.ReadBad(text.ToString()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var level = 1; level < 20; level++)
            text.Append(CultureInfo.InvariantCulture, $"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 10))}]\n");

        Assert.Contains("more than 1000000 values", ConfigurationText.ReadBad(text.ToString()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: &a [*a]")]
    [InlineData("a: &a {b: *a}")]
    [InlineData("a: *b")]
    public void An_alias_of_something_that_is_not_there_yet_is_refused(string text)
    {
        Assert.Contains("has no anchor before it", ConfigurationText.ReadBad(text).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_100_MB_is_refused_without_being_read_whole()
    {
        var stream = new EndlessStream();

        var error = Assert.Throws<ConfigurationException>(() => ConfigurationFile.Read(stream));

        Assert.Contains("larger than", error.Message, StringComparison.Ordinal);
        Assert.InRange(stream.BytesRead, 0, 2 * ConfigurationFile.MaxBytes);
    }

    [Fact]
    public void Hundreds_of_thousands_of_wrong_lines_are_read_and_not_all_told()
    {
        var text = new StringBuilder();
        for (var line = 0; line < 200_000; line++)
            text.Append(CultureInfo.InvariantCulture, $"key_{line}: 1\n");

        Assert.Equal("root_directory: is required\nlisten_port: is required", ConfigurationText.ReadBad(text.ToString()).Message);
        Assert.Equal(200_000, ConfigurationText.Read(ConfigurationText.Required + text).Warnings.Count);
    }

    [Theory]
    [InlineData("root_directory: [unclosed")]
    [InlineData("\tindented: by a tab")]
    [InlineData("a: 'unclosed")]
    [InlineData("a: b: c")]
    [InlineData("? [complex, key] : 1")]
    [InlineData("just a text")]
    [InlineData("- a\n- list")]
    [InlineData("%YAML 9.9\n---\na: 1")]
    [InlineData("a: !!!! b")]
    [InlineData("a: \"\\uD800\"")]
    public void What_is_no_configuration_is_refused(string text)
    {
        Assert.NotEmpty(ConfigurationText.ReadBad(text).Problems);
    }

    [Theory]
    [InlineData("root_directory: [", "root_directory")]
    [InlineData("a: 1\nreplication:\n  enabled: {", "replication.enabled")]
    [InlineData("bgworkers:\n- config:\n    symbols: *nothing", "bgworkers.config.symbols")]
    public void A_text_that_is_no_YAML_is_refused_with_the_key_it_happened_in(string text, string key)
    {
        Assert.Equal(key, Assert.Single(ConfigurationText.ReadBad(text).Problems).Key);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused_with_their_place()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationFile.Read(new MemoryStream([(byte)'a', (byte)':', 0xFF])));

        Assert.Contains("not UTF-8 at byte 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_give_a_configuration_or_a_configuration_error()
    {
        const int Seed = 20261124;
        var random = new Random(Seed);
        const string Letters = "ab:- \n\t[]{},&*!|>'\"%@`#?~<0x1.\\\0é";
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Letters[random.Next(Letters.Length)]));
            var error = Record.Exception(() => ConfigurationText.Read(text));
            Assert.True(error is null or ConfigurationException, $"seed {Seed}, round {round}: {Convert.ToHexString(Encoding.UTF8.GetBytes(text))} gave {error}");
        }
    }

    sealed class EndlessStream : MemoryStream
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, (100L << 20) - BytesRead);
            buffer[..count].Fill((byte)'#');
            BytesRead += count;
            return count;
        }
    }
}
