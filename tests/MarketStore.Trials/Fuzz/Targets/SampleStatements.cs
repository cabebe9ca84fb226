using System.Text;
using System.Text.Json;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Statements, sound and hostile ones.</summary>
static class SampleStatements
{
    static readonly string[] Sound =
    [
        "SELECT Epoch, Close FROM `AAPL/1Min/OHLCV` WHERE Epoch >= '2020-01-06-09:30' AND Epoch < '2020-01-06T16:00:00Z'",
        "SELECT date_trunc('hour', Epoch) AS Epoch, max(High), min(Low), sum(Volume) FROM `AAPL/1Min/OHLCV` GROUP BY 1 ORDER BY 1",
        "SELECT t.Timestamp, t.Bid, q.Close FROM `NVDA/1Min/TICK` t ASOF JOIN `AAPL/1Min/OHLCV` q ON t.Timestamp >= q.Timestamp",
        "SELECT Symbol, Close FROM `*/1Min/OHLCV` WHERE Epoch = '2020-01-06-09:31' ORDER BY Close DESC LIMIT 20",
        "SELECT * EXCLUDE (Bid) FROM `NVDA,N?*/1Min/TICK` WHERE Timestamp > '2020-01-06 09:30:10+01:00'",
        "SELECT * FROM buckets",
        "EXPLAIN ANALYZE SELECT avg(c) FROM (SELECT Epoch AS t, Close AS c FROM \"AAPL/1Min/OHLCV\") WHERE t >= '2020-01-06-10:00' AND t < '2020-01-07'",
        "EXPLAIN SELECT * FROM `AAPL/1Min/OHLCV` ORDER BY Epoch DESC LIMIT 3",
        "WITH b AS (SELECT time_bucket(INTERVAL 5 MINUTE, Epoch) AS t, first(Close ORDER BY Epoch) AS c FROM `AAPL/1Min/OHLCV` GROUP BY 1) SELECT t, c, lag(c) OVER (ORDER BY t) FROM b",
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i, (SELECT count(*) FROM `AAPL/1Min/OHLCV` WHERE Volume > i) FROM n",
        "SELECT Open, [1, 2], {'a': Epoch}, NULL, true, 1.5::DECIMAL(9,3), 'x' || Close, Epoch::DATE, INTERVAL 1 HOUR, TIME '09:30', 170141183460469231731687303715884105727 FROM `AAPL/1Min/OHLCV` WHERE Epoch IN ('2020-01-06', 1578303060)",
        "SELECT CASE WHEN Epoch BETWEEN '2020-01-06' AND '2020-01-07' THEN Epoch + INTERVAL 1 DAY ELSE Epoch END AS Epoch FROM (SELECT gap('1Min') FROM `AAPL/1Min/OHLCV`)",
        "SELECT Epoch, adjust('split') FROM `AAPL/1Min/OHLCV` WHERE Close > 10 LIMIT 3",
        "SELECT sum(Volume) AS s, first(Close), last(Close), stddev(Close) FROM `AAPL/1Min/OHLCV` WHERE (Epoch > 1578303060)",
        "PIVOT `AAPL/1Min/OHLCV` ON Volume USING sum(Close)", "SUMMARIZE `NVDA/1Min/TICK`", "DESCRIBE `AAPL/1Min/OHLCV`", "FROM `AAPL/1Min/OHLCV`", "TABLE `AAPL/1Min/OHLCV`", "VALUES (1, 'a'), (2, NULL)",
        "INSERT INTO `B/1Min/X` (Epoch, P) VALUES (1578303060, 1.5), ('2020-01-06-09:31', 2)",
        "INSERT INTO `NVDA/1Min/TICK` SELECT Epoch, Nanoseconds, Ask AS Bid, Bid AS Ask FROM `NVDA/1Min/TICK`",
        "DELETE FROM `AAPL/1Min/OHLCV` WHERE Epoch BETWEEN TIMESTAMP '2020-01-06' AND ('2020-01-07') AND (Epoch <> 5)", "DELETE FROM `NVDA/1Min/TICK` WHERE Epoch > 1578303060000000001",
        "CREATE TABLE IF NOT EXISTS `C/1D/X` (Open DOUBLE, Memo VARCHAR, Size uint8) VARIABLE", "DROP TABLE IF EXISTS `AAPL/1Min/OHLCV`;",
    ];

    static readonly string[] Hostile =
    [
        "", ";", ";;;;;;", "SELECT 1; SELECT 2; DROP TABLE `AAPL/1Min/OHLCV`;", "SELECT 'no end", "SELECT \"no end", "SELECT * FROM `no end", "SELECT /* no end", "SELECT /* /* */ 1", "SELECT 1 -- no newline", "SELECT\0 1", "SELECT '\0'",
        "SELECT \U0001F4C8 FROM `\U0001F4C8/1Min/\u65e5`", "SELECT '\ud83d' AS x", "SELECT \udcc8 FROM `AAPL/1Min/OHLCV`", "SELECT \ufeff\u2028\u00a0 1", "SELECT $$a$$, $x$ ' $x$, E'\\'', U&'\\0041', x'00', ?, $1",
        "SELECT * FROM `AAPL/1Min/OHLCV` WHERE Epoch > 99999999999999999999999999999999 AND Epoch < -9223372036854775808 LIMIT 18446744073709551615",
        "SELECT * FROM `AAPL/1Min/OHLCV` WHERE Epoch > '9999-12-31T23:59:59.999999999+23:59' OR Epoch < '0001-01-01 GMT-99' OR Epoch = '2020-13-45'",
        "SELECT sum(a.Close * b.Close - c.Close) FROM `AAPL/1Min/OHLCV` a, `AAPL/1Min/OHLCV` b, `AAPL/1Min/OHLCV` c, `NVDA/1Min/TICK` d", "SELECT * FROM `AAPL/1Min/OHLCV` a, `AAPL/1Min/OHLCV` b, `AAPL/1Min/OHLCV` c",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r", "SELECT list(a.Epoch) FROM `AAPL/1Min/OHLCV` a, `AAPL/1Min/OHLCV` b, `AAPL/1Min/OHLCV` c",
        "SELECT len(range(1000000000))", "SELECT repeat('x', 1000000000)", "SELECT length(printf('%1000000000d', Volume)) FROM `AAPL/1Min/OHLCV`", "SELECT range(Epoch) FROM `AAPL/1Min/OHLCV`", "SELECT list_resize([Close], Epoch) FROM `AAPL/1Min/OHLCV`",
        "COPY (SELECT 1) TO '/tmp/x'", "ATTACH '/tmp/x'", "SET memory_limit = '1TB'", "PRAGMA database_list", "INSTALL httpfs", "SELECT * FROM '/etc/passwd'", "SELECT * FROM read_text('/etc/passwd')", "SELECT getenv('HOME')",
        $"SELECT {new string('(', 300)}1{new string(')', 300)}", $"SELECT * FROM {string.Concat(Enumerable.Repeat("(SELECT * FROM ", 60))}`AAPL/1Min/OHLCV`{new string(')', 60)}",
        $"SELECT {string.Concat(Enumerable.Repeat("count(*) FROM (SELECT ", 40))}gap('1Min') FROM `AAPL/1Min/OHLCV`{new string(')', 40)}", $"SELECT {string.Concat(Enumerable.Repeat("CASE WHEN true THEN ", 100))}1{string.Concat(Enumerable.Repeat(" END", 100))}",
        $"DELETE FROM `AAPL/1Min/OHLCV` WHERE {new string('(', 80)}Epoch > 1{new string(')', 80)}", $"{string.Concat(Enumerable.Repeat("EXPLAIN ", 70))}SELECT 1", $"SELECT {string.Join(" + ", Enumerable.Repeat("Close", 400))} FROM `AAPL/1Min/OHLCV`",
    ];

    /// <summary>Those that were recorded from the reference, and our own.</summary>
    public static IEnumerable<byte[]> All() => Recorded().Concat(Sound).Concat(Hostile).Select(AnyText.Of);

    /// <summary>Pieces that statements are made of.</summary>
    public static IEnumerable<byte[]> Words() => new[]
    {
        "SELECT ", " FROM ", " WHERE ", " GROUP BY ", " ORDER BY ", " HAVING ", " LIMIT ", " OFFSET ", " UNION ALL ", " JOIN ", " ASOF JOIN ", " ON ", " USING (Epoch)", "WITH x AS (", "EXPLAIN ", "ANALYZE ", "INSERT INTO ", "VALUES ",
        "DELETE FROM ", "CREATE TABLE ", "DROP TABLE ", " IF EXISTS ", " AND ", " OR ", " NOT ", " BETWEEN ", " IN ", " IS NULL ", " AS ", " OVER ()", " CASE WHEN ", " THEN ", " ELSE ", " END ", " EXCLUDE ", "INTERVAL ", "TIMESTAMP ", "::",
        "::TIMESTAMP", "::BIGINT", "(", ")", "((", "))", "(SELECT ", "[", "]", "{", "}", ",", ";", "*", ".", "'", "''", "\"", "`", "``", "--", "/*", "*/", "\n", "\0", "$$", "?", "$1", "-", "=", "<>", "<=", "||", "->>", "**", "1e400", "0x7f", "1_000", ".5", "5.",
        "9223372036854775807", "-9223372036854775808", "1578303060", "1578303060000000000", "32503680000", "'2020-01-06-09:31'", "'2020-01-06T09:30:00.123456789+02:00'", "'9999-12-31'", "'now'", "NULL", "true", "Epoch", "Nanoseconds", "Timestamp", "Close",
        "Volume", "Bid", "Symbol", "`AAPL/1Min/OHLCV`", "`NVDA/1Min/TICK`", "`*/1Min/OHLCV`", "`A/B`", "`///`", "buckets", "count(*)", "gap('1Min')", "candlecandler('5Min',Open,High,Low,Close,Sum::Volume)", "tickcandler('1H',CandlePrice::Bid)",
        "adjust()", "date_trunc('hour', Epoch)", "repeat('x', ", "range(", "lpad('x', ", "list_resize([1], ", "\u00e9", "\U0001F4C8", "\u00a0",
    }.Select(Encoding.UTF8.GetBytes);

    /// <summary>An error is short and names a place within the statement.</summary>
    /// <exception cref="TrialFailedException">It does not.</exception>
    public static void CheckMessage(string statement, string message)
    {
        const int MaxMessageChars = 5_000;
        if (message.Length > MaxMessageChars)
            throw new TrialFailedException($"the error has {message.Length} characters: {message[..200]}...");
        if (message.Split("SQL error at line ", 2) is not [_, var place] || place.Split(':', 2)[0].Split(", column ") is not [var line, var column] || !int.TryParse(line, out var lineNumber) || !int.TryParse(column, out var columnNumber))
            return;
        var lines = statement.Split('\n');
        if (lineNumber < 1 || lineNumber > lines.Length || columnNumber < 1 || columnNumber > lines[lineNumber - 1].Length + 1)
            throw new TrialFailedException($"the error is at line {lineNumber}, column {columnNumber}, which the statement has not: {message}");
    }

    static IEnumerable<string> Recorded()
    {
        using var stream = typeof(SampleStatements).Assembly.GetManifestResourceStream("golden/golden-sql.json")!;
        using var document = JsonDocument.Parse(stream);
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray())
            yield return item.GetProperty("sql").GetString()!;
    }
}
