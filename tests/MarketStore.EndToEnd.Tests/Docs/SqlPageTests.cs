using System.Globalization;
using System.Text;
using MarketStore.TestKit.Golden;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Docs;

/// <summary>What docs/sql.md shows and promises, run as it is written there. What stands on the page and is not known here fails.</summary>
public sealed class SqlPageTests(SqlPageServer server) : IClassFixture<SqlPageServer>
{
    const long NanosecondsPerSecond = 1_000_000_000;

    static readonly MarkdownPage Page = MarkdownPage.Read("sql.md");

    [Fact]
    public async Task Every_statement_of_the_page_runs_as_it_is_written()
    {
        const int oldRows = 3;
        const int windows = 1 + (366 * 24 * 12) + (8 * 12);
        var old = await server.CountAsync("SELECT count(*) FROM `AAPL/1Min/OHLCV` WHERE Epoch < '2015-01-01'");
        var rows = await server.CountAsync("SELECT count(*) FROM `AAPL/1Min/OHLCV`");
        var expectations = new (string Start, Action<IReadOnlyList<DatasetColumn>> Check)[]
        {
            ("SELECT Epoch, Close FROM", columns =>
            {
                var epochs = columns[0].As<long>().ToArray();
                Assert.Equal((390, Seconds("2024-01-02T09:30:00Z"), Seconds("2024-01-02T15:59:00Z")), (epochs.Length, epochs[0], epochs[^1]));
                Assert.Equal(epochs.Select(epoch => (epoch / 60 % 100) + 0.5f), columns[1].As<float>().ToArray());
            }),
            ("SELECT date_trunc('hour', Epoch)", columns =>
            {
                Assert.Equal(1 + (366 * 24) + 8, columns[0].As<long>().Length);
                Assert.Equal(columns[0].As<long>().ToArray().Order(), columns[0].As<long>().ToArray());
                Assert.Equal((Seconds("2024-01-02T16:00:00Z"), 600L), (columns[0].As<long>()[^1], columns[3].As<long>()[^1]));
            }),
            ("SELECT t.Timestamp, t.Price, q.Bid, q.Ask", columns =>
            {
                Assert.Equal(["Timestamp", "Price", "Bid", "Ask"], columns.Select(column => column.Name));
                Assert.Equal([10.5, 11.5, 12.5], columns[1].As<double>().ToArray());
                // The second quote comes a nanosecond behind the second trade, the third one with the third.
                Assert.Equal([1.5, 1.5, 5.5], columns[2].As<double>().ToArray());
            }),
            ("SELECT Symbol, Close FROM `*/1D/OHLCV`", columns => Assert.Equal([370.5, 184.5, 1.5], columns[1].As<double>().ToArray())),
            ("SELECT candlecandler(", columns =>
            {
                Assert.Equal(["Epoch", "Open", "High", "Low", "Close", "Volume_SUM"], columns.Select(column => column.Name));
                Assert.Equal((windows, 50.0), (columns[0].As<long>().Length, columns[5].As<double>()[^1]));
            }),
            ("INSERT INTO `AAPL/5Min/OHLC` SELECT", columns => Assert.Equal([windows], SqlPageServer.Integers(columns[^1]))),
            ("DELETE FROM `AAPL/1Min/OHLCV` WHERE Epoch < '2015-01-01'", columns => Assert.Equal([oldRows], SqlPageServer.Integers(columns[^1]))),
        };
        var statements = Assert.Single(Page.Blocks("sql")).Lines;

        Assert.Equal((oldRows, expectations.Length), (old, statements.Count));
        foreach (var (statement, (start, check)) in statements.Zip(expectations))
        {
            Assert.StartsWith(start, statement, StringComparison.Ordinal);
            check(await server.RunAsync(statement));
        }

        Assert.Equal(windows, await server.CountAsync("SELECT count(*) FROM `AAPL/5Min/OHLC`"));
        Assert.Equal(0, await server.CountAsync("SELECT count(*) FROM `AAPL/1Min/OHLCV` WHERE Epoch < '2015-01-01'"));
        Assert.Equal(rows - oldRows, await server.CountAsync("SELECT count(*) FROM `AAPL/1Min/OHLCV`"));
    }

    [Fact]
    public async Task Every_function_of_the_page_is_carried_out_by_our_functions()
    {
        var calls = new Dictionary<string, string>
        {
            ["gap"] = "gap('1H')",
            ["candlecandler"] = "candlecandler('5Min', Open, High, Low, Close)",
            ["tickcandler"] = "tickcandler('5Min', Close)",
            ["adjust"] = "adjust('split')",
        };
        foreach (var name in "count min max avg sum first last stddev".Split(' '))
            calls[name] = $"{name}(Close)";
        var sentence = Page.Items("Which engine")[0].Split(" over one table ")[0];

        Assert.Equal(calls.Keys.Order(), MarkdownPage.Quoted(sentence).Order());
        foreach (var (name, call) in calls)
            Assert.Equal($"functions: {name}", (await LinesAsync($"EXPLAIN SELECT {call} FROM `AAPL/1Min/OHLCV`"))[0]);
    }

    [Fact]
    public async Task Every_name_of_a_table_stands_for_the_rows_that_the_page_tells()
    {
        var expected = new Dictionary<string, string[]>
        {
            ["`AAPL/1Min/OHLCV`"] = [],
            ["`AAPL,MSFT/1D/OHLCV`"] = ["AAPL", "AAPL", "MSFT"],
            ["`*/1D/OHLCV`"] = ["AAPL", "AAPL", "AxB", "MSFT"],
            ["`A?B*/1D/OHLCV`"] = ["AxB"],
            ["buckets"] = ["AAPL", "AAPL", "AAPL", "AxB", "MSFT"],
        };
        var names = Page.Rows("Tables").SelectMany(row => MarkdownPage.Quoted(row[0])).ToList();

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        foreach (var name in names)
        {
            var isDirectory = name == "buckets";
            var columns = await server.RunAsync(isDirectory ? "SELECT * FROM buckets WHERE Symbol != 'TIMES' AND AttributeGroup IN ('OHLCV', 'TRADE') ORDER BY Symbol" : $"SELECT * FROM {name} LIMIT 10");
            var symbols = columns.SingleOrDefault(column => column.Name == "Symbol");
            Assert.Equal(expected[name], symbols is null ? [] : Texts(symbols).Order(StringComparer.Ordinal));
            if (isDirectory)
                Assert.Equal(MarkdownPage.Quoted(Page.Rows("Tables")[^1][1]), columns.Select(column => column.Name));
        }
    }

    [Fact]
    public async Task Every_written_form_of_a_time_means_the_same_instant()
    {
        var instants = new Dictionary<string, string>
        {
            ["'2020-01-06'"] = "2020-01-06T00:00:00Z",
            ["'2020-01-06-09:30'"] = "2020-01-06T09:30:00Z",
            ["'2020-01-06-09:30:15.25'"] = "2020-01-06T09:30:15.25Z",
            ["'2020-01-06T09:30:00Z'"] = "2020-01-06T09:30:00Z",
            ["'2020-01-06 09:30:00+01:00'"] = "2020-01-06T08:30:00Z",
        };
        var offsets = new Dictionary<string, int> { [" UTC"] = 0, [" GMT+5"] = 5, [" +05"] = 5 };
        var halves = Page.Line("Time", "Times are written as").Split("or as ISO 8601");
        Assert.Equal(2, halves.Length);
        var own = MarkdownPage.Quoted(halves[0]).ToLookup(text => text[0] == '\'');

        var forms = MarkdownPage.Quoted(halves[1]).Concat(own[true]).Select(text => (Text: text, Nanoseconds: Nanoseconds(instants[text]))).ToList();
        Assert.Equal(instants.Count, forms.Count);
        Assert.Equal(offsets.Keys, own[false]);
        forms.AddRange(from text in own[true].TakeLast(2) // a date alone takes none
                       from offset in own[false]
                       select ($"{text[..^1]}{offset}'", Nanoseconds(instants[text]) - (offsets[offset] * 3_600 * NanosecondsPerSecond)));

        foreach (var (text, nanoseconds) in forms)
        {
            var found = Assert.Single(await server.RunAsync($"SELECT Timestamp FROM `TIMES/1Sec/TICK` WHERE Epoch = {text}")).As<long>().ToArray();
            Assert.True(found.SequenceEqual([nanoseconds]), $"{text} is {string.Join(", ", found)}, not {nanoseconds}");
        }

        Assert.Contains("unable to convert string to date", await server.ErrorAsync("SELECT Px FROM `TIMES/1Sec/TICK` WHERE Epoch = '2020-01-06-09:30 CET'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bound_of_seconds_takes_all_ticks_of_a_second_and_a_time_only_those_up_to_it()
    {
        var counts = new Dictionary<string, int> { ["Epoch <= 1578303060"] = 2, ["Epoch <= '2020-01-06-09:31'"] = 1 };
        var conditions = MarkdownPage.Quoted(Page.Line("Time", "`Epoch` is a number")).Where(code => code.StartsWith("Epoch <=", StringComparison.Ordinal)).ToList();

        Assert.Equal(counts.Keys, conditions);
        foreach (var condition in conditions)
            Assert.Equal(counts[condition], await server.CountAsync($"SELECT count(*) FROM `TIMES/1Sec/TICK` WHERE Epoch > '2020-01-06-09:30:59' AND {condition}"));
    }

    [Fact]
    public async Task Every_expression_of_times_works_directly_and_through_aliases_subqueries_and_ctes()
    {
        const string bars = "`AAPL/1Min/OHLCV`";
        const string row = "'2024-01-02-09:33'";
        var expected = new Dictionary<string, long>
        {
            ["Epoch::TIMESTAMP"] = Nanoseconds("2024-01-02T09:33:00Z"),
            ["hour(Epoch)"] = 9,
            ["time_bucket(INTERVAL 5 MINUTE, Epoch)"] = Nanoseconds("2024-01-02T09:30:00Z"),
            ["Epoch + INTERVAL 1 HOUR"] = Nanoseconds("2024-01-02T10:33:00Z"),
            ["Epoch + 60"] = Seconds("2024-01-02T09:34:00Z"),
            ["date_trunc('hour', Epoch + 3600)"] = Nanoseconds("2024-01-02T10:00:00Z"),
        };
        var sentence = Page.Line("Time", "The column `Timestamp`").Split("to those who name it.")[1];
        var expressions = MarkdownPage.Quoted(sentence).Select(code => code.Replace("SELECT ", "", StringComparison.Ordinal)).ToList();

        Assert.Equal(expected.Keys, expressions);
        foreach (var expression in expressions)
        {
            var renamed = expression.Replace("Epoch", "t", StringComparison.Ordinal);
            foreach (var statement in (string[])
            [
                $"SELECT {expression} AS x FROM {bars} WHERE Epoch = {row}",
                $"SELECT {expression.Replace("Epoch", "b.Epoch", StringComparison.Ordinal)} AS x FROM {bars} AS b WHERE b.Epoch = {row}",
                $"SELECT {renamed} AS x FROM (SELECT Epoch AS t FROM {bars}) WHERE t = {row}",
                $"WITH c AS (SELECT Epoch AS t, Close FROM {bars}) SELECT {renamed} AS x FROM c WHERE t = {row}",
            ])
            {
                var found = Assert.Single(await server.RunAsync(statement)).As<long>().ToArray();
                Assert.True(found.SequenceEqual([expected[expression]]), $"{statement} gives {string.Join(", ", found)}, not {expected[expression]}");
            }
        }
    }

    [Fact]
    public async Task A_column_of_times_without_an_alias_is_called_by_what_was_written()
    {
        var name = Assert.Single(MarkdownPage.Quoted(Page.Line("Time", "A column without an alias")));

        Assert.Equal(name, Assert.Single(await server.RunAsync($"SELECT {name} FROM `AAPL/1Min/OHLCV` LIMIT 1")).Name);
    }

    [Fact]
    public async Task Every_type_of_SQL_comes_as_the_type_that_the_page_tells()
    {
        // The columns' values with their types on the wire.
        var expected = new Dictionary<string, (string Columns, string Types)>
        {
            ["TINYINT to BIGINT, unsigned ones, FLOAT, DOUBLE"] = (
                "1::TINYINT AS a, 1::SMALLINT AS b, 1::INTEGER AS c, 1::BIGINT AS d, 1::UTINYINT AS e, 1::USMALLINT AS f, 1::UINTEGER AS g, 1::UBIGINT AS h, 1::FLOAT AS i, 1::DOUBLE AS j",
                "i1 i2 i4 i8 u1 u2 u4 u8 f4 f8"),
            ["HUGEINT (what `sum` of integers gives)"] = ("(SELECT sum(range) FROM range(4)) AS a, 1::HUGEINT AS b, 9223372036854775808::HUGEINT AS c", "i8=6 i8=1 f8=9.223372036854776E+18"),
            ["DECIMAL"] = ("1.25::DECIMAL(10, 2) AS a", "f8=1.25"),
            ["BOOLEAN"] = ("true AS a, false AS b", "u1=1 u1=0"),
            ["TIMESTAMP of any kind, DATE"] = (
                "'2020-01-06'::TIMESTAMP AS a, '2020-01-06'::TIMESTAMP_S AS b, '2020-01-06'::TIMESTAMP_MS AS c, '2020-01-06'::TIMESTAMP_NS AS d, '2020-01-06 00:00:00+00'::TIMESTAMPTZ AS e, DATE '2020-01-06' AS f, DATE '2020-01-06' AS Epoch",
                string.Join(' ', Enumerable.Repeat("i8=1578268800000000000", 6)) + " i8=1578268800"),
            ["TIME; INTERVAL"] = ("TIME '00:01:30' AS a, INTERVAL '90.5' SECOND AS b", "i8=90000000000 f8=90.5"),
            ["VARCHAR"] = ("'short' AS a, 'a text of more than sixteen' AS b", "U16=short U27=a text of more than sixteen"),
            ["lists, structures, all others"] = ("[1, 2] AS a, {'x': 1} AS b", "U16=[1, 2] U16={'x': 1}"),
            ["NULL"] = ("NULL::DOUBLE AS a, NULL::INTEGER AS b, NULL::VARCHAR AS c", "f8=NaN f8=NaN U16="),
        };
        var rows = Page.Rows("Types of results");

        Assert.Equal(expected.Keys, rows.Select(row => row[0]));
        foreach (var row in rows)
        {
            var (list, types) = expected[row[0]];
            var columns = await server.RunAsync($"SELECT {list}");
            Assert.Equal(types, string.Join(' ', columns.Select(column => types.Contains('=', StringComparison.Ordinal) ? Spell(column) : column.Type)));

            // The first row names the ends of ranges.
            var named = MarkdownPage.Quoted(row[1]).Where(code => code is ['i' or 'u' or 'f', >= '1' and <= '8']);
            var numbers = columns.Select(column => column.Type).Where(type => type[0] != 'U').Distinct().ToList();
            Assert.Equal(row == rows[0] ? ["i1", "i8", "u1", "u8", "f4", "f8"] : numbers, named);
        }
    }

    [Fact]
    public async Task A_name_that_comes_twice_gets_a_number() =>
        Assert.Equal(["a", "a0", "a1"], (await server.RunAsync("SELECT 1 AS a, 2 AS a, 3 AS a")).Select(column => column.Name));

    [Fact]
    public async Task Every_form_of_a_statement_that_changes_data_runs()
    {
        const string bucket = "`FORM/1Min/X`";
        var known = new HashSet<string>();
        foreach (var form in Page.Items("Changing data").Select(item => MarkdownPage.Quoted(item)[0]))
        {
            var verb = form.Split(' ')[0];
            known.Add(verb);
            foreach (var written in SyntaxForm.Expand(form))
            {
                var statement = written
                    .Replace("(column type, …)", "(Px FLOAT, Qty INTEGER)", StringComparison.Ordinal)
                    .Replace("(columns)", "(Epoch, Px)", StringComparison.Ordinal)
                    .Replace("range of Epoch", "Epoch >= '2020-01-02' AND Epoch < '2020-01-03'", StringComparison.Ordinal)
                    .Replace(" query", " SELECT 1577923200 AS Epoch, 1.5::FLOAT AS Px", StringComparison.Ordinal)
                    .Replace("bucket", bucket, StringComparison.Ordinal);
                await server.RunAsync($"DROP TABLE IF EXISTS {bucket}");
                if (verb is "DELETE" or "DROP")
                    await server.RunAsync($"INSERT INTO {bucket} (Epoch, Px) VALUES (1577923200, 1), (1577923260, 2), (1578009600, 3)");

                var changed = await server.CountAsync(statement);

                var (wantedChanges, recordType) = (verb, statement) switch
                {
                    ("INSERT", _) => (1, "fixed"),
                    ("DELETE", _) => (statement.Contains("WHERE", StringComparison.Ordinal) ? 2 : 3, "fixed"),
                    ("CREATE", _) => (1, statement.Contains("VARIABLE", StringComparison.Ordinal) ? "variable" : "fixed"),
                    ("DROP", _) => (1, null),
                    _ => throw new InvalidOperationException($"nobody knows what is due of {form}"),
                };
                Assert.Equal((statement, wantedChanges), (statement, changed));
                Assert.Equal((statement, recordType), (statement, (await RecordTypesAsync("FORM")).SingleOrDefault()));
            }
        }

        Assert.Equal(["INSERT", "DELETE", "CREATE", "DROP"], known);
    }

    [Fact]
    public async Task Rows_are_inserted_by_name_or_by_position_into_buckets_that_are_made_if_need_be()
    {
        await server.RunAsync("CREATE TABLE `INS/1Min/BARS` (Px FLOAT, Qty INTEGER)");
        await server.RunAsync("INSERT INTO `INS/1Min/BARS` SELECT 7 AS Qty, 99 AS Left, 1.5 AS Px, 1577923200 AS Epoch");
        await server.RunAsync("INSERT INTO `INS/1Min/BARS` (Epoch, Qty, Px) SELECT 1577923260 AS a, 8 AS b, 2.5 AS c");
        await server.RunAsync("INSERT INTO `INS/1Min/BARS` VALUES (1577923320, 3.5, 9)");
        await server.RunAsync("INSERT INTO `INS/1Min/TICKS` (Epoch, Nanoseconds, Px) VALUES (1577923200, 5, 1.5)");
        await server.RunAsync("CREATE TABLE `INS/1Min/MADE` (Px float32, Nanoseconds INTEGER)");

        var columns = await server.RunAsync("SELECT * FROM `INS/1Min/BARS`");
        Assert.Equal(["Epoch", "Px", "Qty"], columns.Select(column => column.Name));
        Assert.Equal([1.5f, 2.5f, 3.5f], columns[1].As<float>().ToArray());
        Assert.Equal([7, 8, 9], columns[2].As<int>().ToArray());
        Assert.Equal(["fixed", "variable", "variable"], await RecordTypesAsync("INS"));
        Assert.Contains("needs a column Epoch", await server.ErrorAsync("INSERT INTO `INS/1Min/BARS` SELECT 1.5 AS Px"), StringComparison.Ordinal);
        Assert.Contains("a range of Epoch and nothing else", await server.ErrorAsync("DELETE FROM `INS/1Min/BARS` WHERE Px > 2"), StringComparison.Ordinal);

        await server.RunAsync("DELETE FROM `INS/1Min/BARS`");
        Assert.Equal(0, await server.CountAsync("SELECT count(*) FROM `INS/1Min/BARS`"));
        Assert.Equal(3, (await RecordTypesAsync("INS")).Count);
    }

    [Fact]
    public async Task EXPLAIN_ANALYZE_prints_what_the_page_shows()
    {
        var lines = Page.Block("EXPLAIN").Lines;

        Assert.Equal(lines.Skip(1), await LinesAsync(lines[0]));
    }

    [Fact]
    public async Task An_error_is_told_with_its_place_and_a_hint_as_the_page_shows()
    {
        var shown = MarkdownPage.Quoted(Page.Line("Bounds", "Errors name line and column"))[0];

        var error = await server.ErrorAsync("SELECT max(Nope) FROM `AAPL/1Min/OHLCV`");

        Assert.EndsWith("…", shown, StringComparison.Ordinal);
        Assert.StartsWith(shown[..^1], error, StringComparison.Ordinal);
        Assert.Contains("(hint: ", error, StringComparison.Ordinal);
        Assert.StartsWith("SQL error at line 2, column 3: ", await server.ErrorAsync("SELECT Close,\n  Nope FROM `AAPL/1Min/OHLCV`"), StringComparison.Ordinal);
    }

    async Task<IReadOnlyList<string>> LinesAsync(string statement) => Texts(Assert.Single(await server.RunAsync(statement)));

    async Task<IReadOnlyList<string>> RecordTypesAsync(string symbol) =>
        Texts(Assert.Single(await server.RunAsync($"SELECT RecordType FROM buckets WHERE Symbol = '{symbol}' ORDER BY RecordType")));

    static IReadOnlyList<string> Texts(DatasetColumn column) =>
        [.. column.Bytes.Chunk(DatasetColumn.ElementSize(column.Type)).Select(text => Encoding.UTF32.GetString(text).TrimEnd('\0'))];

    static string Spell(DatasetColumn column) => column.Type + '=' + column.Type[0] switch
    {
        'U' => Assert.Single(Texts(column)),
        'f' => column.AsFloats()[0].ToString(CultureInfo.InvariantCulture),
        _ => (column.Type == "u1" ? column.As<byte>()[0] : column.As<long>()[0]).ToString(CultureInfo.InvariantCulture),
    };

    static long Seconds(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    static long Nanoseconds(string time) => (DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
