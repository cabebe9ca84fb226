using Xunit;

namespace MarketStore.EndToEnd.Tests.Docs;

public sealed class MarkdownPageTests
{
    [Fact]
    public void A_page_is_taken_apart_into_blocks_rows_and_quoted_words()
    {
        var sql = MarkdownPage.Read("sql.md");

        Assert.NotEmpty(Assert.Single(sql.Blocks("sql")).Lines);
        Assert.Equal("buckets", Assert.Single(MarkdownPage.Quoted(sql.Rows("Tables")[^1][0])));
        Assert.Equal(["`a/b/c`", " UTC", "x"], MarkdownPage.Quoted("`` `a/b/c` `` and ` UTC`, `x`"));
        Assert.Contains(MarkdownPage.Read("cli.md").Rows("The shell"), row => row[0] == @"`\create <key> <columns> <fixed|variable>`");
    }
}
