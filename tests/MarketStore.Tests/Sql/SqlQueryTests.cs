using MarketStore.Core.Errors;
using MarketStore.Tests.Functions;
using Xunit;

namespace MarketStore.Tests.Sql;

/// <summary>Standard SQL over buckets.</summary>
public class SqlQueryTests
{
    const long Start = 1_577_923_200; // 2020-01-02T00:00:00Z

    [Theory]
    [InlineData("SELECT Epoch, Close FROM `A/1Min/P` WHERE Epoch >= '2020-01-02T00:01:00Z' AND Epoch < '2020-01-02 00:03'", "Epoch:i8 1577923260 1577923320 | Close:f4 1 2")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch BETWEEN '2020-01-02-00:01' AND '2020-01-02-00:02'", "Close:f4 1 2")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch = 1577923260", "Close:f4 1")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch = 1577923260000000000", "Close:f4 1")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch > TIMESTAMP '2020-01-02 00:02:00' AND Epoch <= TIMESTAMP '2020-01-02 00:02:00' + INTERVAL 1 MINUTE", "Close:f4 3")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE '2020-01-02' = Epoch", "Close:f4 0")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch IN ('2020-01-02', '2020-01-02-00:03')", "Close:f4 0 3")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch < '2020-01-02-00:01' OR Volume >= 30", "Close:f4 0 3")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE NOT (Close > 0)", "Close:f4 0")]
    [InlineData("SELECT t.Close FROM (SELECT Epoch AS at, Close FROM `A/1Min/P`) t WHERE t.at >= '2020-01-02-00:03'", "Close:f4 3")]
    [InlineData("WITH x AS (SELECT Epoch e, Close c FROM `A/1Min/P`) SELECT c FROM x WHERE e = '2020-01-02-00:02'", "c:f4 2")]
    [InlineData("SELECT max(Epoch) AS Epoch FROM `A/1Min/P` GROUP BY ALL HAVING max(Epoch) > '2020-01-02'", "Epoch:i8 1577923380")]
    [InlineData("SELECT date_trunc('hour', Epoch) AS Epoch, sum(Volume) AS v FROM `A/1Min/P` GROUP BY 1", "Epoch:i8 1577923200 | v:i8 60")]
    [InlineData("SELECT DATE_TRUNC('Minute', a.Epoch) AS t, date_trunc('second', Epoch) AS s FROM `A/1Min/P` a WHERE Close = 2", "t:i8 1577923320000000000 | s:i8 1577923320000000000")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Timestamp >= '2020-01-02-00:02' AND Timestamp <> '2020-01-02-00:03 GMT'", "Close:f4 2")]
    [InlineData("SELECT date_trunc('day', Epoch) AS d, datetrunc('hour', Epoch) AS h FROM `A/1Min/P` LIMIT 1", "d:i8 1577923200000000000 | h:i8 1577923200000000000")]
    [InlineData("SELECT max(Timestamp) AS last FROM `A/1Min/P`", "last:i8 1577923380000000000")]
    [InlineData("SELECT hour(Epoch) h, minute(Epoch) m FROM `A/1Min/P` WHERE Close = 2", "h:i8 0 | m:i8 2")]
    [InlineData("SELECT Epoch::TIMESTAMP AS t FROM `A/1Min/P` LIMIT 1", "t:i8 1577923200000000000")]
    [InlineData("SELECT Epoch + 60 AS next FROM `A/1Min/P` LIMIT 1", "next:i8 1577923260")]
    [InlineData("SELECT date_trunc('hour', Epoch + 3600) AS h FROM `A/1Min/P` LIMIT 1", "h:i8 1577926800000000000")]
    [InlineData("SELECT minute(60 + (Epoch - 0)) AS a, minute((Epoch + (1 + 1) * 60)) AS b, hour(((Epoch))) AS c FROM `A/1Min/P` WHERE Close = 1", "a:i8 2 | b:i8 3 | c:i8 0")]
    [InlineData("SELECT (Epoch + 60)::TIMESTAMP AS a, CAST(Epoch - 60 AS TIMESTAMP) AS b FROM `A/1Min/P` WHERE Close = 2", "a:i8 1577923380000000000 | b:i8 1577923260000000000")]
    [InlineData("SELECT Epoch + 60 + INTERVAL 1 HOUR AS t FROM `A/1Min/P` LIMIT 1", "t:i8 1577926860000000000")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch + 60 > TIMESTAMP '2020-01-02 00:03:00'", "Close:f4 3")]
    [InlineData("SELECT date_trunc('hour', Epoch), hour(a.Epoch)+1, Epoch :: TIMESTAMP, Epoch FROM `A/1Min/P` a LIMIT 1", "date_trunc('hour', Epoch):i8 1577923200000000000 | hour(a.Epoch)+1:i8 1 | Epoch :: TIMESTAMP:i8 1577923200000000000 | Epoch:i8 1577923200")]
    [InlineData("SELECT CASE WHEN hour(Epoch) > 1 THEN 'late' ELSE 'early' END, (Epoch + INTERVAL 1 MINUTE), extract(minute FROM Epoch), EXTRACT(hour FROM Epoch) IS DISTINCT FROM 1 FROM `A/1Min/P` LIMIT 1", "CASE WHEN hour(Epoch) > 1 THEN 'late' ELSE 'early' END:U16 early | (Epoch + INTERVAL 1 MINUTE):i8 1577923260000000000 | extract(minute FROM Epoch):i8 0 | EXTRACT(hour FROM Epoch) IS DISTINCT FROM 1:u1 1")]
    [InlineData("SELECT DISTINCT CAST(Epoch AS DATE), day(Epoch) d, \"day\" FROM (SELECT Epoch, day(Epoch) AS \"day\" FROM `A/1Min/P`)", "CAST(Epoch AS DATE):i8 1577923200000000000 | d:i8 2 | day:i8 2")]
    [InlineData("SELECT hour(Epoch), max(Close) FROM `A/1Min/P` GROUP BY hour(Epoch) HAVING hour(Epoch) = 0 ORDER BY hour(Epoch)", "hour(Epoch):i8 0 | max(\"Close\"):f4 3")]
    [InlineData("SELECT (SELECT max(hour(Epoch)) FROM `A/1Min/P`), [hour(Epoch), 7] FROM `A/1Min/P` LIMIT 1", "(SELECT max(hour(Epoch)) FROM \"A/1Min/P\"):i8 0 | [hour(Epoch), 7]:U16 [0, 7]")]
    [InlineData("SELECT Epoch - lag(Epoch) OVER (ORDER BY Epoch) AS d FROM `A/1Min/P`", "d:f8 NaN 60 60 60")]
    [InlineData("SELECT count(*) AS n, count(DISTINCT Close) AS d FROM `A/1Min/P`", "n:i8 4 | d:i8 4")]
    [InlineData("SELECT count(*) FROM `A/1Min/P` WHERE Close > 100", "Epoch:i8 1700000000 | Count:i8 0")]
    [InlineData("SELECT Close FROM `A/1Min/P` ORDER BY Epoch DESC LIMIT 2", "Close:f4 3 2")]
    [InlineData("SELECT DISTINCT Close > 1 AS big FROM `A/1Min/P` ORDER BY big", "big:u1 0 1")]
    [InlineData("SELECT Open, Open FROM `A/1Min/P` LIMIT 1", "Open:f4 0 | Open0:f4 0")]
    [InlineData("SELECT CASE WHEN Close > 1 THEN 'up' ELSE 'down' END AS way FROM `A/1Min/P` LIMIT 3", "way:U16 down down up")]
    [InlineData("SELECT 1 AS one, 2.5 AS d, true AS b, DATE '2020-01-02' AS t, NULL AS n", "one:i4 1 | d:f8 2.5 | b:u1 1 | t:i8 1577923200000000000 | n:f8 NaN")]
    [InlineData("SELECT 'a text that is longer than sixteen' AS t", "t:U34 a text that is longer than sixteen")]
    [InlineData("SELECT [1, 2] AS l, {'a': 1} AS s", "l:U16 [1, 2] | s:U16 {'a': 1}")]
    [InlineData("SELECT 170141183460469231731687303715884105727 AS h, sum(Volume) AS s FROM `A/1Min/P`", "h:f8 1.7014118346046923E+38 | s:i8 60")]
    [InlineData("SELECT Symbol, Close FROM `*/1Min/P` WHERE Epoch = '2020-01-02-00:01' ORDER BY Symbol", "Symbol:U16 A B | Close:f4 1 1")]
    [InlineData("SELECT Symbol, count(*) n FROM `A,B/1Min/P` GROUP BY Symbol ORDER BY ALL", "Symbol:U16 A B | n:i8 4 2")]
    [InlineData("SELECT a.Close, b.Close AS other FROM `A/1Min/P` a JOIN `B/1Min/P` b USING (Epoch) WHERE a.Epoch > '2020-01-02'", "Close:f4 1 | other:f4 1")]
    [InlineData("SELECT a.Epoch, b.Close FROM `A/1Min/P` a ASOF JOIN `B/1Min/P` b ON a.Epoch >= b.Epoch", "Epoch:i8 1577923200 1577923260 1577923320 1577923380 | Close:f4 0 1 1 1")]
    [InlineData("SELECT Close FROM \"A/1Min/P\" WHERE Close = 1 -- a comment\n/* and /* another */ */", "Close:f4 1")]
    [InlineData("SELECT Epoch, Close FROM `A/2Min/P`", "Epoch:i8 1577923200 1577923320 | Close:f4 1 3")]
    [InlineData("SELECT c.Close FROM (SELECT candlecandler('2Min',Open,High,Low,Close) FROM `A/1Min/P`) c ORDER BY c.Epoch DESC", "Close:f4 3 1")]
    [InlineData("SELECT * FROM `A/1Min/P` LIMIT 0", "Epoch:i8 | Open:f4 | High:f4 | Low:f4 | Close:f4 | Volume:i4")]
    public async Task A_statement_has_its_standard_meaning(string statement, string expected)
    {
        await using var host = await WithBars();

        Assert.Equal(expected, await host.Run(statement));
    }

    [Theory]
    [InlineData("SELECT Bid FROM `T/1Min/Q` WHERE Epoch >= '2020-01-02-00:00:30.25'", "Bid:f4 2 3")]
    [InlineData("SELECT Bid FROM `T/1Min/Q` WHERE Epoch <= '2020-01-02-00:00:30'", "Bid:f4 1")]
    [InlineData("SELECT Bid FROM `T/1Min/Q` WHERE Epoch = 1577923230", "Bid:f4 1 2")]
    [InlineData("SELECT Timestamp AS t FROM `T/1Min/Q` LIMIT 1", "t:i8 1577923230000000000")]
    [InlineData("SELECT * FROM `T/1Min/Q` WHERE Timestamp > '2020-01-02 00:00:31'", "Epoch:i8 1577923290 | Bid:f4 3 | Nanoseconds:i4 0")]
    [InlineData("SELECT q.Bid, p.Close FROM `T/1Min/Q` q ASOF JOIN `A/1Min/P` p ON q.Timestamp >= p.Timestamp", "Bid:f4 1 2 3 | Close:f4 0 0 1")]
    public async Task Ticks_have_exact_times(string statement, string expected)
    {
        await using var host = await WithBars();
        await host.Write("T/1Min/Q", Rows.Epoch(Start + 30, Start + 30, Start + 90), Rows.F4("Bid", 1, 2, 3), Rows.Nanoseconds(0, 500_000_000, 0));

        Assert.Equal(expected, (await host.Run(statement)).Replace("1577923230499999998", "1577923230500000000", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT Nope FROM `A/1Min/P`", "line 1, column 8", "Nope")]
    [InlineData("SELECT Close\nFROM `A/1Min/P`\nWHERE Nope > 1", "line 3, column 7", "Nope")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch > '2020-01-02' AND Nope > 1", "line 1, column 61", "Nope")]
    [InlineData("SELECT FROM WHERE", "line 1, column 13", "WHERE")]
    [InlineData("SELECT Close FROM `A/1Min/P` WHERE Epoch > 'soon'", "line 1, column 44", "unable to convert string to date: soon")]
    [InlineData("INSERT INTO `B/1Min/P`\n  SELECT * FROM `A/1Min/P` WHERE Epoch > 'soon'", "line 2, column 42", "unable to convert string to date: soon")]
    [InlineData("SELECT Close FROM (SELECT candlecandler('2Min',Open,High,Low,Close) FROM `A/1Min/P`) c WHERE Epoch > 'soon'", "line 1, column 102", "unable to convert string to date: soon")]
    [InlineData("EXPLAIN SELECT * FROM (SELECT gap('2Min') FROM (SELECT * FROM `A/1Min/P` WHERE Epoch > 'soon'))", "line 1, column 88", "unable to convert string to date: soon")]
    [InlineData("SELECT 1; SELECT 2", "line 1, column 9", "one statement at a time")]
    [InlineData("SELECT 'open", "line 1, column 8", "has no end")]
    [InlineData("UPDATE `A/1Min/P` SET Close = 1", "line 1, column 1", "a statement is expected")]
    [InlineData("SELECT * FROM `Z/1Min/P`", "`Z/1Min/P`", "there is no table")]
    [InlineData("SELECT * FROM nothing", "nothing", "back quotes")]
    [InlineData("DROP TABLE `Z/1Min/P`", "Z/1Min/P is not there", "DROP TABLE IF EXISTS")]
    [InlineData("SELECT max(Nope) FROM `A/1Min/P`", "line 1, column 8", "Nope")]
    [InlineData("", "line 1, column 1", "a statement is expected")]
    [InlineData("SELECT 1e4000 AS huge", "SQL error", "too large for a DOUBLE")]
    public async Task An_error_says_where_and_why(string statement, string where, string why)
    {
        await using var host = await WithBars();

        var message = (await Assert.ThrowsAsync<MarketStoreException>(() => host.Run(statement))).Message;

        Assert.Contains(where, message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 1.5a", "a:f8 1.5")]
    [InlineData("SELECT .5a", "a:f8 0.5")]
    [InlineData("SELECT 1e+2a", "a:f8 100")]
    [InlineData("SELECT 1.5_x", "_x:f8 1.5")]
    public async Task A_name_right_behind_a_number_with_a_point_ends_the_number(string statement, string expected)
    {
        await using var host = await WithBars();

        Assert.Equal(expected, await host.Run(statement));
    }

    [Theory]
    [InlineData("'")]
    [InlineData("\"")]
    public async Task An_error_is_short_whatever_it_is_about(string quote)
    {
        await using var host = await WithBars();

        var message = (await Assert.ThrowsAsync<MarketStoreException>(() => host.Run($"{quote}{new string('x', 1_000_000)}{quote}"))).Message;

        Assert.InRange(message.Length, 100, 500);
        Assert.InRange((await Assert.ThrowsAsync<MarketStoreException>(() => host.Run($"SELECT 1 FROM `A/1Min/P` WHERE Epoch > '{new string('x', 1_000_000)}'"))).Message.Length, 100, 5_000);
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM read_text('/etc/hostname')")]
    [InlineData("SELECT * FROM '/etc/passwd'")]
    [InlineData("SELECT * FROM glob('/*')")]
    [InlineData("COPY (SELECT 1) TO '/tmp/x.csv'")]
    [InlineData("ATTACH '/tmp/x.db'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SET memory_limit = '1TB'")]
    [InlineData("PRAGMA enable_profiling")]
    [InlineData("CALL pragma_version()")]
    [InlineData("CREATE MACRO f() AS 1")]
    [InlineData("SELECT * FROM marketstore_scan_0('A/1Min/P')")]
    [InlineData("EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/x.csv'")]
    [InlineData("SELECT * FROM query('SELECT * FROM read_text(''/etc/hostname'')')")]
    public async Task A_statement_reaches_nothing_but_buckets(string statement)
    {
        await using var host = await WithBars();

        await Assert.ThrowsAsync<MarketStoreException>(() => host.Run(statement));
        Assert.Equal("Close:f4 1", await host.Run("SELECT Close FROM `A/1Min/P` WHERE Close = 1"));
    }

    [Theory]
    [InlineData("SELECT * FROM buckets WHERE Symbol = 'A'", "Key:U16 A/1Min/P | Symbol:U16 A | Timeframe:U16 1Min | AttributeGroup:U16 P | RecordType:U16 fixed | Columns:U64 Open/float32 High/float32 Low/float32 Close/float32 Volume/int32 | FirstYear:i4 2020 | LastYear:i4 2020 | First:i8 1577923200 | Last:i8 1577923380")]
    [InlineData("SELECT Key, Last FROM buckets ORDER BY Key", "Key:U16 A/1Min/P B/1Min/P E/1H/X | Last:f8 1577923380 1577923260 NaN")]
    [InlineData("SELECT count(*) AS n FROM buckets WHERE Last >= '2020-01-02'", "n:i8 2")]
    public async Task Buckets_can_be_listed(string statement, string expected)
    {
        await using var host = await WithBars();
        await host.Run("CREATE TABLE `E/1H/X` (P DOUBLE, Note TEXT) VARIABLE");

        Assert.Equal(expected, await host.Run(statement));
    }

    [Fact]
    public async Task A_time_that_is_not_there_is_not_there_after_it_was_cut()
    {
        await using var host = await WithBars();

        Assert.Equal(
            "n:i8 4 | k:i8 2",
            await host.Run("SELECT count(*) AS n, count(date_trunc('hour', b.Epoch)) AS k FROM `A/1Min/P` a LEFT JOIN `B/1Min/P` b ON a.Epoch = b.Epoch"));
        Assert.Equal("t:f8 NaN", await host.Run("SELECT date_trunc('hour', Epoch + 10000000000000) AS t FROM `A/1Min/P` LIMIT 1"));
    }

    static async Task<SqlHost> WithBars()
    {
        var host = new SqlHost();
        await host.WriteMinutes("A/1Min/P", Start, 4);
        await host.WriteMinutes("B/1Min/P", Start, 2);
        return host;
    }

    [Theory]
    [InlineData("second")]
    [InlineData("minute")]
    [InlineData("hour")]
    public async Task Times_are_cut_to_whole_units_as_the_engine_itself_cuts_them_before_1970_too(string unit)
    {
        await using var host = new SqlHost();
        long[] epochs = [-7_201, -7_200, -1, 0, 1, 59, 60, 3_599, 3_600, 1_577_923_199];
        await host.Write("T/1Sec/P", Rows.Epoch(epochs), Rows.F4("P", new float[epochs.Length]));

        var cut = await host.Run($"SELECT date_trunc('{unit}', Epoch) AS t FROM `T/1Sec/P`");

        Assert.Equal(await host.Run($"SELECT date_trunc('{unit}', make_timestamp(Epoch * 1000000)) AS t FROM `T/1Sec/P`"), cut);
    }
}
