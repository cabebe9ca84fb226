using MarketStore.Cli.Shell.Statements;
using Xunit;

namespace MarketStore.Tests.Cli.Shell;

public sealed class StatementBufferTests
{
    [Theory]
    [InlineData("SELECT 1;", "SELECT 1;")]
    [InlineData("SELECT 1; SELECT 2;", "SELECT 1;|SELECT 2;")]
    [InlineData("SELECT\n1\n;", "SELECT\n1\n;")]
    [InlineData("SELECT ';' AS a;", "SELECT ';' AS a;")]
    [InlineData("SELECT 'it''s;' AS a;", "SELECT 'it''s;' AS a;")]
    [InlineData("SELECT * FROM `A;B/1D/X`;", "SELECT * FROM `A;B/1D/X`;")]
    [InlineData("SELECT 1 -- not; here\n;", "SELECT 1 -- not; here\n;")]
    [InlineData("SELECT /* not; here */ 1;", "SELECT /* not; here */ 1;")]
    [InlineData("SELECT 1\n\nSELECT 2;", "SELECT 1;|SELECT 2;")]
    [InlineData(";;  ;", "")]
    [InlineData("-- nothing;\n", "")]
    public void A_statement_ends_with_a_semicolon_or_an_empty_line(string lines, string statements)
    {
        Assert.Equal(statements, Typed(lines));
        Assert.Equal(statements, Script(lines));
    }

    [Theory]
    [InlineData("SELECT 1\nSELECT 2", "SELECT 1;|SELECT 2;")]
    [InlineData("SELECT 1\n\\timing", "SELECT 1;|\\timing")]
    [InlineData("SELECT * FROM `A/1D/X`", "SELECT * FROM `A/1D/X`;")]
    [InlineData("SELECT Epoch,\n  Close\nFROM `A/1D/X`\nWHERE Close > 1", "SELECT Epoch,\n  Close\nFROM `A/1D/X`\nWHERE Close > 1;")]
    [InlineData("SELECT 1\nUNION ALL\nSELECT 2", "SELECT 1\nUNION ALL\nSELECT 2;")]
    [InlineData("INSERT INTO `A/1D/X`\nSELECT * FROM `B/1D/X`", "INSERT INTO `A/1D/X`\nSELECT * FROM `B/1D/X`;")]
    [InlineData("WITH a AS (\nSELECT 1)\nSELECT * FROM a", "WITH a AS (\nSELECT 1)\nSELECT * FROM a;")]
    [InlineData("EXPLAIN\nSELECT 1", "EXPLAIN\nSELECT 1;")]
    [InlineData("SELECT * FROM (\nSELECT 1)", "SELECT * FROM (\nSELECT 1);")]
    [InlineData("SELECT 'a\nSELECT b' AS x", "SELECT 'a\nSELECT b' AS x;")]
    [InlineData("SELECT 1 -- one", "SELECT 1 -- one\n;")]
    public void In_a_script_a_line_may_be_a_whole_statement(string lines, string statements) => Assert.Equal(statements, Script(lines));

    [Fact]
    public void What_a_person_did_not_end_is_not_run()
    {
        var buffer = new StatementBuffer(isScript: false);

        Assert.Empty(buffer.Add("DELETE FROM `A/1D/X`"));
        Assert.True(buffer.IsPending);
        Assert.Equal(["\\timing"], buffer.Add("\\timing"));
        Assert.Empty(buffer.Finish());
        Assert.False(buffer.IsPending);
    }

    [Theory]
    [InlineData("exit")]
    [InlineData("quit")]
    [InlineData("help")]
    [InlineData("help show")]
    [InlineData("exit;")]
    [InlineData("\\q")]
    [InlineData("  \\show A/1D/X 2020-01-01  ")]
    public void A_command_is_one_line(string line) => Assert.Equal([line.Trim()], new StatementBuffer(isScript: false).Add(line));

    [Fact]
    public void A_word_of_a_statement_is_no_command()
    {
        var buffer = new StatementBuffer(isScript: false);
        Assert.Empty(buffer.Add("SELECT"));
        Assert.Empty(buffer.Add("exit"));
        Assert.Equal(["SELECT\nexit\nFROM t;"], buffer.Add("FROM t;"));
    }

    static string Typed(string lines) => Run(lines, isScript: false);

    static string Script(string lines) => Run(lines, isScript: true);

    static string Run(string lines, bool isScript)
    {
        var buffer = new StatementBuffer(isScript);
        var statements = lines.Split('\n').SelectMany(buffer.Add).ToList();
        return string.Join('|', [.. statements, .. buffer.Finish()]);
    }
}
