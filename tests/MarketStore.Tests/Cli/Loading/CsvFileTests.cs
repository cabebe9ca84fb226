using System.Text;
using MarketStore.Cli.Loading;
using MarketStore.Core.Errors;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Cli.Loading;

public sealed class CsvFileTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", "2:1|2 3:3|4")]
    [InlineData("a,b\r\n1,2\r\n\r\n3,4", "2:1|2 4:3|4")]
    [InlineData("\n\r\na,b\n1,2\n", "4:1|2")]
    [InlineData("a;b\n1;2\n", "2:1|2")]
    [InlineData("a\tb\n1\t2\n", "2:1|2")]
    [InlineData("\"a\",\"b\"\n\"1,5\",\"say \"\"hi\"\"\"\n3,4\n", "2:1,5|say \"hi\" 3:3|4")]
    [InlineData("a,b\n\"1\n2\",3\n4,5\n", "2:1\n2|3 4:4|5")]
    [InlineData("a,b\n1\n1,2,3\n", "2:1 3:1|2|3")]
    [InlineData("a,b\n   \n1,2\n", "3:1|2")]
    public void Rows_come_with_the_line_they_begin_in(string text, string expected)
    {
        using var file = Open(Encoding.UTF8.GetBytes(text));
        Assert.Equal(["a", "b"], file.Header);
        var rows = new List<string>();
        while (file.MoveNext())
            rows.Add($"{file.Line}:{string.Join('|', Fields(file))}");
        Assert.Equal(expected, string.Join(' ', rows));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_name()
    {
        using var file = Open([0xEF, 0xBB, 0xBF, .. "a,b\n1,2\n"u8]);
        Assert.Equal(["a", "b"], file.Header);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\r\n")]
    public void A_file_without_a_header_is_refused(string text)
    {
        var exception = Assert.Throws<MarketStoreException>(() => Open(Encoding.UTF8.GetBytes(text)));
        Assert.Contains("is empty", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_is_left_open_takes_no_unbounded_memory()
    {
        using var file = Open(Encoding.UTF8.GetBytes("a,b\n1,2\n\"" + new string('x', 40_000_000)));
        Assert.True(file.MoveNext());
        var exception = Assert.Throws<MarketStoreException>(() => file.MoveNext());
        Assert.Contains("behind line 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_no_file() =>
        Assert.EndsWith("is a directory", Assert.Throws<MarketStoreException>(() => CsvFile.Open(_directory.Path)).Message, StringComparison.Ordinal);

    static List<string> Fields(CsvFile file)
    {
        var fields = new List<string>();
        for (var column = 0; column < file.FieldCount; column++)
            fields.Add(file[column].ToString());
        return fields;
    }

    CsvFile Open(byte[] bytes)
    {
        var path = _directory.Combine("rows.csv");
        File.WriteAllBytes(path, bytes);
        return CsvFile.Open(path);
    }
}
