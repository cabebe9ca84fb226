using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace MarketStore.Tests.Sql;

/// <summary>A statement reads what it needs and no more; EXPLAIN ANALYZE says how much it was.</summary>
public partial class PushdownTests
{
    const long Year = 1_577_836_800; // 2020-01-01T00:00:00Z
    const int Minutes = 366 * 24 * 60;

    [Theory]
    [InlineData("SELECT count(*) FROM `A/1Min/P` WHERE Epoch >= '2020-06-01-10:00' AND Epoch < '2020-06-01-11:00'", 61)]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch BETWEEN '2020-06-01-10:00' AND '2020-06-01-10:59'", 61)]
    [InlineData("SELECT t, c FROM (SELECT Epoch AS t, Close AS c FROM `A/1Min/P`) x WHERE t >= '2020-06-01-10:00' AND t < '2020-06-01-11:00'", 61)]
    [InlineData("WITH w AS (SELECT * FROM `A/1Min/P`) SELECT avg(Close) FROM w WHERE Epoch >= '2020-06-01T10:00Z' AND Epoch < '2020-06-01T11:00Z'", 61)]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch::TIMESTAMP >= TIMESTAMP '2020-06-01 10:00:00' AND Epoch::TIMESTAMP < TIMESTAMP '2020-06-01' + INTERVAL 11 HOUR", 61)]
    [InlineData("SELECT a.Close, b.Close FROM `A/1Min/P` a JOIN `A/1Min/P` b ON a.Epoch = b.Epoch WHERE a.Epoch >= '2020-06-01-10:00' AND a.Epoch < '2020-06-01-11:00'", 122)]
    [InlineData("SELECT max(Close) OVER () FROM (SELECT * FROM (SELECT Epoch e, Close FROM `A/1Min/P` WHERE e < '2020-06-01-11:00') WHERE e >= '2020-06-01-10:00')", 61)]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch IN ('2020-06-01-10:00', '2020-06-01-10:30')", 61)]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch = '2020-06-01-10:00'", 1)]
    [InlineData("SELECT candlecandler('5Min',Open,High,Low,Close) FROM `A/1Min/P` WHERE Epoch >= '2020-06-01-10:00' AND Epoch < '2020-06-01-11:00'", 61)]
    [InlineData("SELECT candlecandler('5Min',Open,High,Low,Close) FROM `A/1Min/P` WHERE Epoch >= '2020-06-01-10:00' AND Epoch < '2020-06-01-11:00' AND Close > 0", 61)]
    [InlineData("SELECT * FROM `A/1Min/P` ORDER BY Epoch DESC LIMIT 10", 32)]
    [InlineData("INSERT INTO `B/1Min/P` SELECT * FROM `A/1Min/P` WHERE Epoch >= '2020-06-01-10:00' AND Epoch < '2020-06-01-11:00'", 61)]
    public async Task One_hour_of_a_year_reads_one_hour(string statement, int most)
    {
        await using var host = await WithYear();

        Assert.InRange(await SlotsRead(host, statement), 1, most);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM `A/1Min/P` WHERE Epoch >= 1590969600 OR Close = 5")]
    [InlineData("SELECT count(*) FROM `A/1Min/P` WHERE NOT (Epoch >= 1590969600 AND Close > 5)")]
    [InlineData("SELECT count(*) FROM `A/1Min/P` WHERE CASE WHEN Close = 5 THEN true ELSE Epoch >= 1590969600 END")]
    [InlineData("SELECT * FROM `A/1Min/P` ORDER BY Close DESC, Epoch DESC LIMIT 10")]
    [InlineData("SELECT * FROM (SELECT * FROM `A/1Min/P` WHERE Close % 2 = 0) ORDER BY Epoch DESC LIMIT 10")]
    public async Task What_may_need_every_row_reads_every_row(string statement)
    {
        await using var host = await WithYear();

        Assert.InRange(await SlotsRead(host, statement), Minutes, Minutes + 100_000);
    }

    [Theory]
    [InlineData("Epoch >= 1590969600 OR Close = 5")]
    [InlineData("NOT (Epoch >= 1590969600 AND Close > 5)")]
    [InlineData("CASE WHEN Close = 5 THEN true ELSE Epoch >= 1590969600 END")]
    [InlineData("Epoch BETWEEN 1590969600 AND 1590973200 AND Close % 2 = 0")]
    [InlineData("(Epoch < 1577840400 OR Epoch > 1609455600) AND Close > 100")]
    [InlineData("Epoch >= '2020-12-31' AND Epoch NOT IN ('2020-12-31-01:00')")]
    [InlineData("Epoch > 1590969600 AND 'x'' AND (Epoch > 99999999999) AND ''y' <> ''")]
    public async Task What_is_pushed_down_changes_no_answer(string condition)
    {
        await using var host = await WithYear();
        // As numbers nothing is known of, so that nothing can be pushed down.
        var plain = $"SELECT count(*) AS n, sum(Close) AS s FROM (SELECT CASE WHEN true THEN Epoch ELSE 0 END AS Epoch, Close FROM `A/1Min/P` OFFSET 0) WHERE {condition}";

        Assert.Equal(await host.Run(plain), await host.Run($"SELECT count(*) AS n, sum(Close) AS s FROM `A/1Min/P` WHERE {condition}"));
    }

    [Fact]
    public async Task Only_the_columns_and_symbols_that_are_needed_are_read()
    {
        await using var host = await WithYear();
        await host.WriteMinutes("B/1Min/P", Year, 100);
        var plan = await Plan(host, "SELECT sum(Close) FROM `*/1Min/P` WHERE Symbol = 'B'");

        Assert.Contains("  symbols: B", plan);
        Assert.Contains("  columns: Close", plan);
        Assert.Contains("  slots read: 100, rows: 100", plan);
    }

    [Fact]
    public async Task Explain_tells_what_would_be_pushed_down_and_reads_nothing()
    {
        await using var host = await WithYear();
        using var result = await host.Sql.ExecuteAsync("EXPLAIN SELECT Close FROM `A/1Min/P` WHERE Epoch >= '2020-06-01-10:00' AND Epoch <= '2020-06-01-11:00'");
        var plan = SqlHost.Texts(result.Buckets[0].Rows.Columns[0]).ToList();

        Assert.Equal("explain-output", result.Shapes[0].Name);
        Assert.Equal("query, by the SQL engine", plan[0]);
        Assert.Contains("scan A/1Min/P", plan);
        Assert.Contains("  range: 2020-06-01T10:00:00Z to 2020-06-01T11:00:00.999999999Z", plan);
        Assert.DoesNotContain(plan, line => line.Contains("slots read", StringComparison.Ordinal));
        Assert.Contains(plan, line => line.Contains("FILTER", StringComparison.Ordinal));
    }

    static async Task<SqlHost> WithYear()
    {
        var host = new SqlHost();
        await host.WriteMinutes("A/1Min/P", Year, Minutes);
        return host;
    }

    static async Task<long> SlotsRead(SqlHost host, string statement) =>
        (await Plan(host, statement)).Select(line => SlotLine().Match(line)).Where(match => match.Success).Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    static async Task<List<string>> Plan(SqlHost host, string statement)
    {
        using var result = await host.Sql.ExecuteAsync($"EXPLAIN ANALYZE {statement}");
        return [.. SqlHost.Texts(result.Buckets[0].Rows.Columns[0])];
    }

    [GeneratedRegex(@"^  slots read: (\d+)")]
    private static partial Regex SlotLine();
}
