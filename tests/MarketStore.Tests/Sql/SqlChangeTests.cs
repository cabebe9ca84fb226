using MarketStore.Core.Errors;
using MarketStore.Tests.Functions;
using Xunit;

namespace MarketStore.Tests.Sql;

/// <summary>Statements that change the store.</summary>
public class SqlChangeTests
{
    const long Start = 1_577_923_200; // 2020-01-02T00:00:00Z

    [Theory]
    [InlineData("DELETE FROM `A/1Min/P` WHERE Epoch >= '2020-01-02-00:01' AND Epoch < '2020-01-02-00:03'", 2, "Close:f4 0 3")]
    [InlineData("DELETE FROM `A/1Min/P` WHERE Epoch BETWEEN 1577923200 AND 1577923260;", 2, "Close:f4 2 3")]
    [InlineData("delete from `A/1Min/P` where (Epoch = TIMESTAMP '2020-01-02 00:02:00')", 1, "Close:f4 0 1 3")]
    [InlineData("DELETE FROM `A/1Min/P`", 4, "Close:f4")]
    [InlineData("DELETE FROM `A/1Min/P` WHERE Epoch > '2030-01-01'", 0, "Close:f4 0 1 2 3")]
    public async Task Delete_removes_the_rows_of_a_range(string statement, int count, string left)
    {
        await using var host = new SqlHost();
        await host.WriteMinutes("A/1Min/P", Start, 4);

        Assert.Equal($"Epoch:i8 1700000000 | Rows Deleted:i8 {count}", await host.Run(statement));
        Assert.Equal(left, await host.Run("SELECT Close FROM `A/1Min/P`"));
    }

    [Theory]
    [InlineData("DELETE FROM `A/1Min/P` WHERE Close > 1", "a range of Epoch and nothing else")]
    [InlineData("DELETE FROM `A/1Min/P` WHERE Epoch > 1 OR Epoch < 5", "the end of the statement is expected")]
    [InlineData("DELETE FROM `B/1Min/P`", "there is no bucket B/1Min/P")]
    [InlineData("DELETE FROM `A/*/P`", "not usable")]
    [InlineData("CREATE TABLE `A/1Min/P` (Close FLOAT)", "A/1Min/P is there already")]
    [InlineData("CREATE TABLE `X/1Min/P` (Close VARCHAR(20))", "16 is expected")]
    [InlineData("CREATE TABLE `X/1Min/P` (Close MONEY)", "there is no type MONEY")]
    [InlineData("CREATE VIEW v AS SELECT 1", "CREATE VIEW is not supported")]
    [InlineData("DROP TABLE `B/1Min/P`", "B/1Min/P is not there")]
    [InlineData("DROP TABLE A", "three parts")]
    [InlineData("INSERT INTO `A/1Min/P` SELECT Close FROM `A/1Min/P`", "INSERT needs a column Epoch")]
    public async Task What_makes_no_sense_changes_nothing(string statement, string why)
    {
        await using var host = new SqlHost();
        await host.WriteMinutes("A/1Min/P", Start, 4);

        Assert.Contains(why, (await Assert.ThrowsAnyAsync<MarketStoreException>(() => host.Run(statement))).Message, StringComparison.Ordinal);
        Assert.Equal("Close:f4 0 1 2 3", await host.Run("SELECT Close FROM `A/1Min/P`"));
    }

    [Fact]
    public async Task Buckets_are_made_filled_and_removed()
    {
        await using var host = new SqlHost();

        Assert.Equal("Epoch:i8 1700000000 | Tables Created:i8 1", await host.Run("CREATE TABLE `T/1Min/Q` (Epoch BIGINT, Bid FLOAT, Size int64, Venue VARCHAR(16), Nanoseconds INTEGER)"));
        Assert.Equal("Epoch:i8 1700000000 | Tables Created:i8 0", await host.Run("CREATE TABLE IF NOT EXISTS `T/1Min/Q` (Bid FLOAT)"));
        Assert.Equal("RecordType:U16 variable | Columns:U37 Bid/float32 Size/int64 Venue/string16", await host.Run("SELECT RecordType, Columns FROM buckets"));
        await host.Run("INSERT INTO `T/1Min/Q` (Epoch, Bid, Size, Venue, Nanoseconds) VALUES (1577923200, 1.5, 100, 'NYSE', 0), (1577923215, 2, 200, 'ARCA', 500000000)");
        Assert.Equal("Bid:f4 1.5 2 | Venue:U16 NYSE ARCA", await host.Run("SELECT Bid, Venue FROM `T/1Min/Q`"));
        Assert.Equal("Epoch:i8 1700000000 | Tables Dropped:i8 1", await host.Run("DROP TABLE `T/1Min/Q`"));
        Assert.Equal("Epoch:i8 1700000000 | Tables Dropped:i8 0", await host.Run("DROP TABLE IF EXISTS `T/1Min/Q`"));
    }

    [Fact]
    public async Task A_query_fills_a_bucket_that_is_not_there()
    {
        await using var host = new SqlHost();
        await host.WriteMinutes("A/1Min/P", Start, 4);
        await host.Run("INSERT INTO `A/2Min/D` SELECT time_bucket(INTERVAL 2 MINUTE, Epoch) AS Epoch, avg(Close) AS Mean, sum(Volume)::BIGINT AS Volume FROM `A/1Min/P` GROUP BY 1 ORDER BY 1");

        Assert.Equal("Epoch:i8 1577923200 1577923320 | Mean:f8 0.5 2.5 | Volume:i8 10 50", await host.Run("SELECT * FROM `A/2Min/D`"));
    }

    [Fact]
    public async Task Ticks_keep_their_nanoseconds_on_their_way_to_another_bucket()
    {
        await using var host = new SqlHost();
        await host.Write("T/1Sec/Q", Rows.Epoch(Start, Start + 1), Rows.F4("Bid", 1, 2), Rows.Nanoseconds(250_000_000, 500_000_000));
        await host.Run("INSERT INTO `U/1Sec/Q` SELECT * FROM `T/1Sec/Q`");

        Assert.Equal($"Epoch:i8 {Start} {Start + 1} | Bid:f4 1 2 | Nanoseconds:i4 250000000 500000000", await host.Run("SELECT * FROM `U/1Sec/Q`"));
    }
}
