using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Sql;
using MarketStore.Sql.Engine;
using MarketStore.Sql.Results;
using MarketStore.Sql.Tables;
using MarketStore.Sql.Worker.DuckDb;
using MarketStore.Tests.Functions;
using Xunit;

namespace MarketStore.Tests.Sql;

/// <summary>The same statements over buckets, and over tables of the SQL engine itself that hold the same rows: their answers are the same.</summary>
public class PlainEngineTests
{
    const long Start = 1_577_836_800; // 2020-01-01T00:00:00Z

    // {A} and {B} are bars of minutes, {T} trades and {Q} quotes with nanoseconds; TS(x) is the exact time of a row of x.
    static readonly string[] Statements =
    [
        "SELECT * FROM {A} ORDER BY Epoch",
        "SELECT count(*) + 0 AS n FROM {A}",
        "SELECT Epoch, Close FROM {A} WHERE Epoch >= 1577840400 AND Epoch < 1577844000 ORDER BY 1",
        "SELECT Epoch, Close FROM {A} WHERE Epoch BETWEEN 1577840400 AND 1577844000 ORDER BY 1",
        "SELECT Epoch, Close FROM {A} WHERE Epoch NOT BETWEEN 1577840400 AND 1577944000 ORDER BY 1",
        "SELECT Epoch, Close FROM {A} WHERE Epoch IN (1577840400, 1577840460, 5) ORDER BY 1",
        "SELECT Epoch, Close FROM {A} WHERE Epoch NOT IN (1577840400, 1577840460) ORDER BY 1 LIMIT 50",
        "SELECT Epoch FROM {A} WHERE Epoch = 1577840400 OR Epoch = 1577840460 OR Volume = 7 ORDER BY 1",
        "SELECT Epoch FROM {A} WHERE NOT (Epoch > 1577840400) ORDER BY 1",
        "SELECT Epoch FROM {A} WHERE Epoch > 1577840400 AND NOT (Epoch > 1577840700 OR Close < 0) ORDER BY 1",
        "SELECT Epoch FROM {A} WHERE Epoch + 60 = 1577840460",
        "SELECT Epoch FROM {A} WHERE -Epoch = -1577840460",
        "SELECT Epoch FROM {A} WHERE Epoch % 3600 = 0 ORDER BY 1",
        "SELECT Epoch FROM {A} WHERE Epoch / 60 = 26297341",
        "SELECT Epoch FROM {A} WHERE Epoch > 1577840400 AND Epoch > 1577850000 AND Epoch < 1577850300 ORDER BY 1",
        "SELECT Epoch FROM {A} WHERE Epoch > 1577850000 AND Epoch < 1577840000",
        "SELECT Epoch FROM {A} WHERE Epoch > 1e9 AND Epoch < 1577840400.5 ORDER BY 1",
        "SELECT Epoch FROM {A} WHERE Epoch IS NULL",
        "SELECT Epoch FROM {A} WHERE Epoch IS DISTINCT FROM 1577836800 ORDER BY 1 LIMIT 3",
        "SELECT Epoch FROM {A} WHERE (Epoch > 1577840400) = (Close > 100) ORDER BY 1",
        "SELECT Epoch FROM {A} WHERE CASE WHEN Close > 100 THEN Epoch > 1577840400 ELSE Epoch < 1577838000 END ORDER BY 1",
        "SELECT Epoch FROM {A} WHERE coalesce(NULLIF(Epoch, 1577836800), 0) = 0",
        "SELECT Epoch FROM {A} WHERE Epoch >= (SELECT max(Epoch) - 300 FROM {B}) ORDER BY 1",
        "SELECT Epoch FROM {A} WHERE Epoch IN (SELECT Epoch FROM {B} WHERE Close > 100) ORDER BY 1",
        "SELECT Epoch FROM {A} a WHERE EXISTS (SELECT 1 FROM {B} b WHERE b.Epoch = a.Epoch AND b.Close > a.Close) ORDER BY 1",
        "SELECT min(Close), max(High), avg(Low), sum(Volume) FROM {A} WHERE Close > 0 HAVING count(*) > 0",
        "SELECT stddev(Close), median(Close), quantile_cont(Close, 0.9) FROM {A} HAVING true",
        "SELECT count(DISTINCT Volume) AS d, count(*) FILTER (WHERE Close > 100) AS f FROM {A}",
        "SELECT arg_max(Epoch, Close) AS at, first(Close ORDER BY Epoch) AS f, last(Close ORDER BY Epoch) AS l FROM {A}",
        "SELECT Epoch // 3600 AS h, count(*) AS n, sum(Volume) AS v FROM {A} GROUP BY 1 ORDER BY 1",
        "SELECT Epoch // 3600 AS h, avg(Close) AS m FROM {A} GROUP BY h HAVING avg(Close) > 100 ORDER BY h",
        "SELECT Volume % 5 AS k, Epoch // 7200 AS h, max(Close) AS m FROM {A} GROUP BY ROLLUP (k, h) ORDER BY ALL",
        "SELECT Volume % 3 AS k, count(*) AS n FROM {A} GROUP BY GROUPING SETS ((k), ()) ORDER BY ALL",
        "SELECT DISTINCT Volume % 4 AS k FROM {A} ORDER BY k",
        "SELECT DISTINCT ON (Volume % 4) Volume % 4 AS k, Epoch FROM {A} ORDER BY k, Epoch",
        "SELECT Epoch, lag(Close) OVER (ORDER BY Epoch) AS p FROM {A} ORDER BY Epoch",
        "SELECT Epoch, avg(Close) OVER (ORDER BY Epoch ROWS BETWEEN 4 PRECEDING AND CURRENT ROW) AS m FROM {A} ORDER BY Epoch",
        "SELECT Epoch, sum(Volume) OVER (PARTITION BY Epoch // 3600 ORDER BY Epoch) AS v FROM {A} ORDER BY Epoch",
        "SELECT Epoch, row_number() OVER (ORDER BY Close DESC, Epoch) AS r FROM {A} QUALIFY r <= 5 ORDER BY r",
        "SELECT Epoch, ntile(4) OVER (ORDER BY Close, Epoch) AS q FROM {A} ORDER BY Epoch LIMIT 20",
        "SELECT Epoch, first_value(Close) OVER w AS f, last_value(Close) OVER w AS l FROM {A} WINDOW w AS (PARTITION BY Epoch // 3600 ORDER BY Epoch) ORDER BY Epoch",
        "SELECT a.Epoch, a.Close - b.Close AS spread FROM {A} a JOIN {B} b ON a.Epoch = b.Epoch ORDER BY 1",
        "SELECT a.Epoch, b.Close FROM {A} a LEFT JOIN {B} b USING (Epoch) ORDER BY 1",
        "SELECT a.Epoch AS x, b.Epoch AS y FROM {A} a FULL JOIN {B} b ON a.Epoch = b.Epoch + 60 ORDER BY ALL",
        "SELECT a.Epoch FROM {A} a ANTI JOIN {B} b ON a.Epoch = b.Epoch ORDER BY 1",
        "SELECT a.Epoch FROM {A} a SEMI JOIN {B} b ON a.Epoch = b.Epoch AND b.Volume > 5 ORDER BY 1",
        "SELECT count(*) + 0 AS n FROM {A} a, {B} b WHERE a.Epoch = b.Epoch AND a.Epoch < 1577840400",
        "SELECT count(*) + 0 AS n FROM {A} a CROSS JOIN (SELECT * FROM {B} LIMIT 3) b",
        "SELECT a.Epoch, b.Epoch AS e FROM {A} a JOIN {B} b ON a.Epoch BETWEEN b.Epoch - 60 AND b.Epoch + 60 WHERE a.Epoch < 1577838000 ORDER BY ALL",
        "SELECT a.Epoch, b.Close FROM {A} a ASOF JOIN {B} b ON a.Epoch >= b.Epoch ORDER BY 1",
        "SELECT a.Epoch, b.Close FROM {A} a ASOF LEFT JOIN {B} b ON a.Epoch > b.Epoch ORDER BY 1",
        "SELECT t.Epoch, t.Nanoseconds, t.Price, q.Bid FROM {T} t ASOF JOIN {Q} q ON TS(t) >= TS(q) ORDER BY 1, 2, 3",
        "SELECT t.Epoch, t.Price, q.Bid FROM {T} t ASOF LEFT JOIN {Q} q ON TS(t) >= TS(q) AND t.Size < 50 ORDER BY 1, 2",
        "SELECT q.Bid, count(*) AS n FROM {T} t ASOF JOIN {Q} q ON TS(t) >= TS(q) GROUP BY 1 ORDER BY 1",
        "SELECT * FROM {T} ORDER BY Epoch, Nanoseconds, Price",
        "SELECT count(*) + 0 AS n FROM {T} WHERE Epoch = 1577836810",
        "SELECT Epoch, Nanoseconds FROM {T} WHERE Epoch > 1577836810 AND Nanoseconds > 500000000 ORDER BY ALL",
        "SELECT Epoch, sum(Size) AS s FROM {T} GROUP BY Epoch HAVING count(*) > 1 ORDER BY 1",
        "SELECT count(*) + 0 AS n FROM {T} t JOIN {A} a ON a.Epoch = t.Epoch // 60 * 60",
        "SELECT a.Epoch, round(sum(t.Price * t.Size) / sum(t.Size), 6) AS vwap FROM {T} t JOIN {A} a ON a.Epoch = t.Epoch // 60 * 60 GROUP BY 1 ORDER BY 1",
        "WITH h AS (SELECT Epoch // 3600 AS h, max(High) AS hi, min(Low) AS lo FROM {A} GROUP BY 1) SELECT h, hi - lo AS r FROM h ORDER BY r DESC, h LIMIT 5",
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i, (SELECT count(*) FROM {A} WHERE Epoch // 3600 = 438288 + i) AS c FROM n ORDER BY i",
        "WITH x AS MATERIALIZED (SELECT * FROM {A}) SELECT a.Epoch FROM x a JOIN x b ON a.Epoch = b.Epoch + 60 WHERE a.Close > b.Close ORDER BY 1",
        "WITH x AS (SELECT Epoch AS t, Close AS c FROM {A}), y AS (SELECT * FROM x WHERE t < 1577840400) SELECT sum(c) AS s FROM y WHERE t >= 1577838600",
        "SELECT Epoch FROM {A} WHERE Close > 100 UNION SELECT Epoch FROM {B} WHERE Close > 100 ORDER BY 1",
        "SELECT Epoch FROM {A} UNION ALL SELECT Epoch FROM {B} ORDER BY 1",
        "SELECT Epoch FROM {A} INTERSECT SELECT Epoch FROM {B} ORDER BY 1",
        "SELECT Epoch FROM {A} EXCEPT SELECT Epoch FROM {B} ORDER BY 1",
        "SELECT t, c FROM (SELECT Epoch AS t, Close AS c FROM {A}) x WHERE t >= 1577840400 AND t < 1577840700 ORDER BY t",
        "SELECT s.e FROM (SELECT e FROM (SELECT Epoch + 1 AS e FROM {A}) WHERE e > 1577840400) s WHERE s.e < 1577840700 ORDER BY 1",
        "SELECT e FROM (SELECT Epoch AS e, Close FROM {A} ORDER BY Epoch DESC LIMIT 5) WHERE e > 0 ORDER BY e",
        "SELECT Epoch FROM (SELECT * FROM {A} LIMIT 10) WHERE Epoch > 1577837000 ORDER BY 1",
        "SELECT Epoch FROM (SELECT Epoch, row_number() OVER (ORDER BY Epoch) AS r FROM {A}) WHERE Epoch > 1577840400 AND r < 70 ORDER BY 1",
        "SELECT m FROM (SELECT max(Epoch) AS m FROM {A}) WHERE m > 1577840400",
        "SELECT * FROM {A} ORDER BY Epoch DESC LIMIT 3",
        "SELECT * FROM {A} ORDER BY Epoch DESC LIMIT 3 OFFSET 2",
        "SELECT * FROM {A} WHERE Close > 100 ORDER BY Epoch DESC LIMIT 3",
        "SELECT Close FROM {A} ORDER BY Close DESC, Epoch LIMIT 3",
        "SELECT Epoch FROM {A} ORDER BY Epoch DESC NULLS LAST LIMIT 1",
        "SELECT Epoch FROM {A} ORDER BY Epoch LIMIT 10 OFFSET 1430",
        "SELECT Epoch FROM {A} LIMIT 0",
        "SELECT Epoch FROM {A} ORDER BY Epoch LIMIT 10%",
        "SELECT CASE WHEN Close > Open THEN 'up' WHEN Close < Open THEN 'down' ELSE 'same' END AS way, count(*) AS n FROM {A} GROUP BY 1 ORDER BY 1",
        "SELECT CAST(Close AS INTEGER) AS i, Close::DOUBLE AS d, round(Close, 1) AS r, CAST(Volume AS VARCHAR) AS t FROM {A} ORDER BY Epoch LIMIT 20",
        "SELECT abs(Close - Open) AS a, greatest(Open, Close) AS g, sqrt(abs(Close)) AS s, ln(abs(Close) + 1) AS l FROM {A} ORDER BY Epoch LIMIT 20",
        "SELECT isnan(Close) AS n, Close + NULL AS u FROM {A} ORDER BY Epoch LIMIT 3",
        "SELECT strftime(make_timestamp(Epoch * 1000000), '%Y-%m-%d %H') AS h, count(*) AS n FROM {A} GROUP BY 1 ORDER BY 1",
        "SELECT date_trunc('hour', make_timestamp(Epoch * 1000000)) AS h, sum(Volume) AS v FROM {A} GROUP BY 1 ORDER BY 1",
        "SELECT time_bucket(INTERVAL 15 MINUTE, make_timestamp(Epoch * 1000000)) AS b, max(High) AS m FROM {A} GROUP BY 1 ORDER BY 1",
        "SELECT hour(make_timestamp(Epoch * 1000000)) AS h, dayname(make_timestamp(Epoch * 1000000)) AS d, avg(Close) AS m FROM {A} GROUP BY ALL ORDER BY ALL",
        "SELECT Epoch FROM {A} WHERE make_timestamp(Epoch * 1000000) >= TIMESTAMP '2020-01-01 10:00:00' AND make_timestamp(Epoch * 1000000) < TIMESTAMP '2020-01-01 10:05:00' ORDER BY 1",
        "SELECT Epoch FROM {A} WHERE make_timestamp(Epoch * 1000000) > TIMESTAMP '2020-01-01' + INTERVAL 23 HOUR ORDER BY 1",
        "SELECT count(*) + 0 AS n FROM {T} x WHERE TS(x) >= TIMESTAMP '2020-01-01 00:00:10.5'",
        "SELECT Epoch, Price FROM {T} x WHERE TS(x) BETWEEN TIMESTAMP '2020-01-01 00:00:10' AND TIMESTAMP '2020-01-01 00:00:12.25' ORDER BY 1, 2",
        "SELECT * EXCLUDE (Open, High) FROM {A} ORDER BY Epoch LIMIT 3",
        "SELECT * REPLACE (Close * 2 AS Close) FROM {A} ORDER BY Epoch LIMIT 3",
        "SELECT COLUMNS('O.*|C.*') FROM {A} ORDER BY Epoch LIMIT 3",
        "SELECT a.*, b.Close AS other FROM {A} a JOIN {B} b USING (Epoch) ORDER BY Epoch LIMIT 5",
        "SELECT Epoch, list(Close) OVER (ORDER BY Epoch ROWS 2 PRECEDING) AS l FROM {A} ORDER BY Epoch LIMIT 5",
        "SELECT struct_pack(o := Open, c := Close) AS s FROM {A} ORDER BY Epoch LIMIT 3",
        "SELECT string_agg(Volume::VARCHAR, ',' ORDER BY Epoch) AS s FROM {A} WHERE Epoch < 1577837400",
        "SELECT histogram(Volume % 3) AS h FROM {A}",
        "SELECT corr(a.Close, b.Close) AS c, regr_slope(a.Close, b.Close) AS s FROM {A} a JOIN {B} b USING (Epoch)",
        "SELECT x FROM (VALUES (1), (2)) v(x), {A} a WHERE a.Epoch = 1577836800 + x * 60 ORDER BY x",
        "SELECT r, Close FROM range(1577836800, 1577837400, 120) t(r) LEFT JOIN {A} ON Epoch = r ORDER BY r",
        "SELECT unnest([Open, Close]) AS p FROM {A} ORDER BY Epoch, p LIMIT 6",
        "SELECT any_value(Epoch) AS e FROM {A} WHERE Epoch = 1577836860",
        "SELECT (SELECT Close FROM {A} WHERE Epoch = b.Epoch) AS c FROM {B} b ORDER BY b.Epoch LIMIT 5",
        "SELECT Epoch FROM {A} WHERE Close > ALL (SELECT Close FROM {B} WHERE Epoch < 1577837400) ORDER BY 1",
        "SELECT Epoch FROM {A} WHERE Volume = ANY (SELECT Volume FROM {B} WHERE Epoch < 1577837400) ORDER BY 1 LIMIT 20",
        "FROM {A} SELECT Epoch WHERE Close > 100 ORDER BY Epoch LIMIT 4",
        "SELECT approx_count_distinct(Epoch) > 0 AS some FROM {A}",
        "SELECT e, n FROM (SELECT Epoch // 3600 AS e, count(*) AS n FROM {A} GROUP BY ALL) WHERE e > 438290 ORDER BY e",
        "PIVOT (SELECT Epoch // 7200 AS h, Volume % 2 AS k, Close FROM {A}) ON k IN (0, 1) USING max(Close) GROUP BY h ORDER BY h",
    ];

    [Fact]
    public async Task A_hundred_statements_have_the_answers_of_the_engine_itself()
    {
        await using var host = await WithRows();
        using var plain = EngineProcess.Start(new());
        plain.Tables = new(host.Database, host.Queries, TestContext.Current.CancellationToken);
        foreach (var (name, bucket) in Tables)
            Answer(plain, $"CREATE TABLE {name} AS SELECT * FROM \"{bucket}\"");
        plain.Tables = null;
        var wrong = new List<string>();
        foreach (var statement in Statements)
        {
            var due = Attempt(() => Answer(plain, Translate(statement, table => table, alias => $"make_timestamp_ns({alias}.Epoch * 1000000000 + {alias}.Nanoseconds)")));
            string got;
            try
            {
                got = await host.Run(Translate(statement, table => $"`{Tables[table]}`", alias => $"{alias}.Timestamp"));
            }
            catch (Exception error)
            {
                got = $"error: {error.Message}";
            }

            if (due != got)
                wrong.Add($"{statement}\n  due {Cut(due)}\n  got {Cut(got)}");
        }

        Assert.Empty(wrong);
        Assert.InRange(Statements.Length, 100, int.MaxValue);
    }

    static readonly Dictionary<string, string> Tables = new() { ["a"] = "A/1Min/P", ["b"] = "B/1Min/P", ["t"] = "A/1Sec/TRADE", ["q"] = "A/1Sec/QUOTE" };

    static string Translate(string statement, Func<string, string> table, Func<string, string> time)
    {
        foreach (var name in Tables.Keys)
            statement = statement.Replace($"{{{name.ToUpperInvariant()}}}", table(name), StringComparison.Ordinal);
        foreach (var alias in (string[])["t", "q", "x"])
            statement = statement.Replace($"TS({alias})", time(alias), StringComparison.Ordinal);
        return statement;
    }

    static string Answer(EngineProcess instance, string sql)
    {
        using var result = instance.Query(sql, isExplain: true);
        if (!result.Columns.All(column => column.Type == DuckDbType.Varchar || NumberResultColumns.Knows(column.Type)))
        {
            var columns = result.Columns.Select((column, position) => $"CAST(#{position + 1} AS VARCHAR) AS \"{column.Name}\"").ToList();
            for (var position = 0; position < columns.Count; position++)
            {
                if (result.Columns[position].Type == DuckDbType.Varchar || NumberResultColumns.Knows(result.Columns[position].Type))
                    columns[position] = $"#{position + 1}";
            }

            return Answer(instance, $"SELECT {string.Join(", ", columns)} FROM ({sql})");
        }

        var builder = new ResultBuilder(result.Columns, 1 << 30);
        while (result.NextChunk())
            builder.Add(result);
        return SqlHost.Describe(builder.ToSeries());
    }

    static string Attempt(Func<string> answer)
    {
        try
        {
            return answer();
        }
        catch (EngineException error)
        {
            return $"error: {error.Message}";
        }
    }

    static string Cut(string text) => text.Length <= 400 ? text : text[..400] + "...";

    /// <summary>A day of bars with holes, and ticks that share seconds.</summary>
    static async Task<SqlHost> WithRows()
    {
        var host = new SqlHost();
        var random = new Random(7);
        foreach (var (key, step) in (IEnumerable<(string, int)>)[("A/1Min/P", 1), ("B/1Min/P", 3)])
        {
            var epochs = Enumerable.Range(0, 1_440).Where(minute => minute % step == 0 && minute % 97 != 5).Select(minute => Start + (60L * minute)).ToArray();
            var prices = epochs.Select(_ => (float)(100 + Math.Round(random.NextDouble() * 4 - 2, 2))).ToArray();
            await host.Write(
                key,
                Rows.Epoch(epochs), Rows.F4("Open", [.. prices.Select(price => price - 0.5f)]), Rows.F4("High", [.. prices.Select(price => price + 1)]),
                Rows.F4("Low", [.. prices.Select(price => price - 1)]), Rows.F4("Close", prices), Column.Of<int>("Volume", ElementType.Int32, [.. epochs.Select(_ => random.Next(100))]));
        }

        var trades = Enumerable.Range(0, 500).Select(_ => random.Next(0, 60_000)).Order().ToArray();
        await host.Write(
            "A/1Sec/TRADE",
            Rows.Epoch([.. trades.Select(milliseconds => Start + (milliseconds / 1_000))]), Rows.F8("Price", [.. trades.Select(_ => Math.Round(random.NextDouble() * 100, 2))]),
            Column.Of<int>("Size", ElementType.Int32, [.. trades.Select(_ => random.Next(1, 100))]), Rows.Nanoseconds([.. trades.Select(milliseconds => milliseconds % 1_000 * 1_000_000)]));
        var quotes = Enumerable.Range(0, 300).Select(_ => random.Next(0, 60_000)).Distinct().Order().ToArray();
        await host.Write(
            "A/1Sec/QUOTE",
            Rows.Epoch([.. quotes.Select(milliseconds => Start + (milliseconds / 1_000))]), Rows.F8("Bid", [.. quotes.Select(_ => Math.Round(random.NextDouble() * 100, 2))]),
            Rows.Nanoseconds([.. quotes.Select(milliseconds => milliseconds % 1_000 * 1_000_000)]));
        return host;
    }
}
