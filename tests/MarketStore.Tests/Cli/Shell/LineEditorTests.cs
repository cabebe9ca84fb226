using MarketStore.Cli.Shell.Editing;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Cli.Shell;

public sealed class LineEditorTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();
    readonly StringWriter _terminal = new();

    public void Dispose()
    {
        _terminal.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("abc<Enter>", "abc")]
    [InlineData("ac<Left>b<Enter>", "abc")]
    [InlineData("bc<Home>a<End>d<Enter>", "abcd")]
    [InlineData("bc<^A>a<^E>d<Enter>", "abcd")]
    [InlineData("abcd<Left><Left><^K><Enter>", "ab")]
    [InlineData("abcd<Left><Left><^U><Enter>", "cd")]
    [InlineData("one two <^W>2<Enter>", "one 2")]
    [InlineData("abx<Back>c<Enter>", "abc")]
    [InlineData("axbc<Home><Right><Del><Enter>", "abc")]
    [InlineData("a<Left><Left><Back><Right><Right><Del>b<Enter>", "ab")]
    [InlineData("x\U0001F37Ay<Left><Back><Enter>", "xy")]
    [InlineData("ab<^D><Home><^D><Enter>", "b")]
    public void A_line_is_what_the_keys_make_of_it(string keys, string line) => Assert.Equal((LineEnding.Entered, line), Read(keys));

    [Fact]
    public void Ctrl_C_gives_a_line_up_and_Ctrl_D_ends_where_nothing_is_typed()
    {
        Assert.Equal((LineEnding.Interrupted, ""), Read("abc<^C>"));
        Assert.Equal(LineEnding.EndOfInput, Read("<^D>").Ending);
        Assert.Equal(LineEnding.EndOfInput, Read("abc").Ending);
    }

    [Fact]
    public void Earlier_lines_come_back_and_so_does_what_was_being_typed()
    {
        var history = new LineHistory(path: null);
        history.Add("first");
        history.Add("second");

        Assert.Equal("first", Read("<Up><Up><Enter>", history).Line);
        Assert.Equal("second", Read("<^P><^P><^P><^N><Enter>", history).Line);
        Assert.Equal("draft", Read("draft<Up><Down><Enter>", history).Line);
    }

    [Fact]
    public void The_history_is_kept_in_a_file_for_the_next_shell()
    {
        var path = _directory.Combine("history");
        Read("one<Enter>", new LineHistory(path));
        Read("two<Enter>", new LineHistory(path));
        Read("two<Enter>", new LineHistory(path));
        Read("<Enter>", new LineHistory(path));
        Read("lost<^C>", new LineHistory(path));

        Assert.Equal(["one", "two"], File.ReadAllLines(path));
        Assert.Equal("one", Read("<Up><Up><Enter>", new LineHistory(path)).Line);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_history_that_cannot_be_read_or_written_is_done_without()
    {
        Assert.Equal("x", Read("x<Enter>", new LineHistory(_directory.Path)).Line);
        Assert.Equal("x", Read("x<Enter>", new LineHistory(_directory.Combine("nowhere", "history"))).Line);
    }

    [Theory]
    [InlineData("\\ge<Tab>A<Tab><Tab><Tab><Enter>", "\\getinfo AAPL/1D/TICK ")]
    [InlineData("SELECT * FROM `<Tab><Tab><Tab>LIMIT 1;<Enter>", "SELECT * FROM `AAPL/1D/TICK` LIMIT 1;")]
    [InlineData("sel<Tab>1<Home>-<Enter>", "-SELECT 1")]
    public void Tab_completes_the_word_before_the_cursor(string keys, string line) => Assert.Equal(line, Read(keys).Line);

    [Fact]
    public void Tab_shows_what_there_is_to_choose_from()
    {
        Read("\\t<Tab><Enter>");
        Assert.Contains("\r\n\\timing  \\trim\r\n", _terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_longer_than_the_terminal_goes_over_several_rows()
    {
        Read($"{new string('x', 30)}<Home><Enter>");

        // From the second row of 20 cells, where 2 cells of the prompt and 30 of the line end, the cursor goes up to the first.
        Assert.Contains($"{new string('x', 30)}\u001b[1A\r\u001b[2C", _terminal.ToString(), StringComparison.Ordinal);
    }

    (LineEnding Ending, string Line) Read(string keys, LineHistory? history = null) =>
        new LineEditor(new KeyPresses(keys), _terminal, () => 20, history ?? new(path: null), new(() => ["AAPL/1D/TICK"])).Read("> ", promptCells: 2);
}
