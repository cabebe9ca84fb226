using System.Text;
using MarketStore.Cli.Shell.Output;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using Xunit;

namespace MarketStore.Tests.Cli.Shell;

public sealed class GoTableTests
{
    static readonly ColumnSeries Tick = Rows(
        Column.Of<long>("Epoch", ElementType.Int64, [1578303010]), Column.Of<float>("Bid", ElementType.Float32, [10.1f]), Column.Of<int>("Nanoseconds", ElementType.Int32, [499999989]));

    [Fact]
    public void A_table_has_the_layout_that_scripts_compare() => Assert.Equal(
        """
        =============================  ==========  ==========  
                                Epoch         Bid  Nanoseconds  
        =============================  ==========  ==========  
        2020-01-06 09:30:10 +0000 UTC        10.1   499999989  
        =============================  ==========  ==========  
        (1 rows * 3 columns)

        """, Table(Tick));

    [Fact]
    public void On_a_terminal_columns_are_as_wide_as_what_they_hold() => Assert.Equal(
        """
        =============================  ====  ===========  
                                Epoch   Bid  Nanoseconds  
        =============================  ====  ===========  
        2020-01-06 09:30:10 +0000 UTC  10.1    499999989  
        =============================  ====  ===========  
        (1 rows * 3 columns)

        """, Table(Tick, terminalWidth: 80));

    [Fact]
    public void On_a_terminal_texts_begin_at_the_left_and_wide_characters_count_twice() => Assert.Equal(
        """
        =====  =  
        Memo   n  
        =====  =  
        a      1  
        日本x  2  
        =====  =  
        (2 rows * 2 columns)

        """, Table(Rows(Texts("Memo", "a", "日本x"), Column.Of<byte>("n", ElementType.UInt8, [1, 2])), terminalWidth: 80));

    [Fact]
    public void Columns_that_a_terminal_has_no_room_for_are_told()
    {
        using var output = new StringWriter();

        Assert.Equal(["Nanoseconds"], GoTable.Write(Tick, title: null, terminalWidth: 40, output));

        Assert.All(output.ToString().Split('\n'), line => Assert.True(line.Length <= 40));
        Assert.Equal(["Bid", "Nanoseconds"], GoTable.Write(Tick, title: null, terminalWidth: 1, TextWriter.Null));
    }

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(16777216f, "16777216")]
    [InlineData(1e20f, "100000000000000000000")]
    [InlineData(1.5e-7f, "0.00000015")]
    [InlineData(-1e-10f, "-0.0000000001")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "+Inf")]
    [InlineData(float.NegativeInfinity, "-Inf")]
    public void A_number_is_as_short_as_it_can_be_and_has_no_exponent(float value, string shown) =>
        Assert.Equal(shown, GoCells.Of(Column.Of<float>("x", ElementType.Float32, [value]), 0));

    [Theory]
    [InlineData(123456789.123, "123456789.123")]
    [InlineData(1.25e25, "12500000000000000000000000")]
    [InlineData(0.1, "0.1")]
    public void A_double_keeps_all_of_its_digits(double value, string shown) => Assert.Equal(shown, GoCells.Of(Column.Of<double>("x", ElementType.Float64, [value]), 0));

    [Theory]
    [InlineData("Epoch", 0, "1970-01-01 00:00:00 +0000 UTC")]
    [InlineData("epoch", -1, "1969-12-31 23:59:59 +0000 UTC")]
    [InlineData("Epoch0", 7, "7")]
    public void Epochs_are_times_whatever_their_case(string name, long value, string shown) => Assert.Equal(shown, GoCells.Of(Column.Of<long>(name, ElementType.Int64, [value]), 0));

    [Fact]
    public void A_file_has_no_titles_and_quotes_what_needs_quotes()
    {
        using var output = new StringWriter();

        GoCsv.Write(Rows(Column.Of<long>("Epoch", ElementType.Int64, [0, 1, 2, 3]), Texts("Memo", "plain", "a,b", "\"", " spaces ")), output);

        Assert.Equal(
            "1970-01-01 00:00:00 +0000 UTC,plain\n1970-01-01 00:00:01 +0000 UTC,\"a,b\"\n1970-01-01 00:00:02 +0000 UTC,\"\"\"\"\n1970-01-01 00:00:03 +0000 UTC,spaces\n", output.ToString());
    }

    [Fact]
    public void Control_characters_of_a_text_do_not_reach_the_terminal() =>
        Assert.Contains("\\u001b[31m", Table(Rows(Column.Of<long>("Epoch", ElementType.Int64, [0]), Texts("Memo", "\u001b[31m"))), StringComparison.Ordinal);

    static string Table(ColumnSeries rows, int? terminalWidth = null)
    {
        using var output = new StringWriter();
        GoTable.Write(rows, title: null, terminalWidth, output);
        return output.ToString();
    }

    static ColumnSeries Rows(params Column[] columns) => new(columns, columns[0].RowCount);

    static Column Texts(string name, params string[] texts)
    {
        var data = new byte[texts.Length * 64];
        for (var row = 0; row < texts.Length; row++)
            Encoding.UTF32.GetBytes(texts[row], data.AsSpan(row * 64));
        return new(name, ElementType.String16, data);
    }
}
