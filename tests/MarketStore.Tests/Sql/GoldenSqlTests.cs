using System.Globalization;
using System.Text.Json;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Query;
using MarketStore.TestKit.Golden;
using Xunit;

namespace MarketStore.Tests.Sql;

/// <summary>Statements and answers recorded from the reference. Where something else is due, it stands here with its reason.</summary>
public class GoldenSqlTests
{
    /// <summary>Answers that differ, as <see cref="SqlHost.Describe"/> writes them; a text that begins with "error" is a part of an error. docs/sql.md has the same list in words.</summary>
    static readonly Dictionary<string, (string Reason, string Due)> Differing = new()
    {
        ["S06"] = ("an alias that is the column's own name changes nothing", "Epoch:i8 1578303000 1578303060 | Open:f4 10 10.25"),
        ["S07"] = ("expressions are computed", "Epoch:i8 1578303000 1578303060 | (Open + 1):f4 11 11.25 | Close:f4 10.25 10.5"),
        ["S08"] = ("LIMIT 0 is no row", "Epoch:i8 | Open:f4 | High:f4 | Low:f4 | Close:f4 | Volume:i4"),
        ["S09"] = ("names of columns are found in any case", "Open:f4 10 10.25 10.5 10.75 11 11.25 11.5 20"),
        ["S10"] = ("an asterisk may stand beside columns", "Epoch:i8 1578303000"),
        ["S11"] = ("the semicolon is optional", "Epoch:i8 1578303000"),
        ["S12"] = ("what stands behind the semicolon is not passed over", "error line 1, column 51"),
        ["W01"] = ("BETWEEN includes both ends", "Epoch:i8 1578303060 1578303120 1578303180 1578303240 | Close:f4 10.5 10.75 11 11.25"),
        ["W05"] = ("<= includes its bound", "Epoch:i8 1578303000 1578303060 1578303120 | Close:f4 10.25 10.5 10.75"),
        ["W09"] = ("<= includes its bound", "Epoch:i8 1578303000 1578303060 1578303120 1578303180 | Close:f4 10.25 10.5 10.75 11"),
        ["W11"] = ("all conditions count", "Epoch:i8 1578303240 1578303600 1578303660 1609752600 | Close:f4 11.25 11.5 11.75 20.25"),
        ["W12"] = ("OR is OR", "Epoch:i8 1578303000 1578303060 1578303660 1609752600 | Close:f4 10.25 10.5 11.75 20.25"),
        ["W15"] = ("parentheses may stand anywhere", "Epoch:i8 1578303180 1578303240 1578303600 1578303660 1609752600 | Close:f4 11 11.25 11.5 11.75 20.25"),
        ["W16"] = ("<> counts", "Epoch:i8 1578303000 1578303060 1578303120 1578303240 1578303600 1578303660 1609752600 | Close:f4 10.25 10.5 10.75 11.25 11.5 11.75 20.25"),
        ["W17"] = ("an unknown column is an error", "error line 1, column 50"),
        ["W18"] = ("columns can be compared with each other", "Epoch:i8 1578303000 1578303060 1578303120 1578303180 1578303240 1578303600 1578303660 1609752600 | Close:f4 10.25 10.5 10.75 11 11.25 11.5 11.75 20.25"),
        ["W19"] = ("numbers can be negative", "Epoch:i8 1578303000 1578303060 1578303120 1578303180 1578303240 1578303600 1578303660 1609752600 | Close:f4 10.25 10.5 10.75 11 11.25 11.5 11.75 20.25"),
        ["W20"] = ("IN is understood", "Epoch:i8 1578303060 1578303180 | Close:f4 10.5 11"),
        ["W21"] = ("IS NULL is understood", "Epoch:i8 | Close:f4"),
        ["W23"] = ("BETWEEN includes both ends", "Epoch:i8 1578303060 1578303120 1578303180 | Close:f4 10.5 10.75 11"),
        ["W24"] = ("a tick at the bound counts, and ticks just before a whole second come back with that second's number", "Epoch:i8 1578303060 1578303090 1578303184 | Bid:f4 10.4 10.5 10.2"),
        ["W26"] = ("an empty result has the columns of the query", "Epoch:i8 | Close:f4"),
        ["W27"] = ("an empty result has the columns of the query", "Epoch:i8 | Close:f4"),
        ["F02"] = ("one Epoch stands for all", "Epoch:i8 1700000000 | Min:f4 9.5 | Max:f4 20.5 | Avg:f8 12.15625"),
        ["F04"] = ("the maximum of nothing is none", "Epoch:i8 1700000000 | Max:f4 NaN"),
        ["F09"] = ("one optional column binds", "Epoch:i8 1578303000 1578303600 1609752600 | Open:f4 10 11.25 20"),
        ["F16"] = ("gap needs no column beside it", "Epoch:i8 1578303240 1578303660 | End:i8 1578303600 1609752600 | Length:i8 360 31448940"),
        ["F17"] = ("there is a sum", "Epoch:i8 1700000000 | Sum:f8 3600"),
        ["F21"] = ("bars of January 1 are there", "Epoch:i8 1577664000 1578268800 1578873600 1579478400 1580083200 1609113600 1640563200 1641168000 | Open:f4 1 5 7 8 9 11 13 14 | High:f4 4 6 7 8 10 12 13 14"),
        ["F22"] = ("bars of January 1 are there", "Epoch:i8 1575158400 1577836800 1580515200 1606780800 1609459200 1638316800 1640995200 | Open:f4 1 3 10 11 12 13 14"),
        ["F23"] = ("all weeks of a window count", "Epoch:i8 1577664000 1578873600 1580083200 1609113600 1640563200 | Open:f4 1 7 9 11 13 | High:f4 6 8 10 12 14"),
        ["F24"] = ("years are calendar years", "Epoch:i8 1546300800 1577836800 1609459200 1640995200 | Open:f4 1 3 12 14"),
        ["F25"] = ("two days are two days", "Epoch:i8 1577664000 1577836800 1578182400 1578700800 1578873600 1579392000 1580428800 1609286400 1609459200 1640908800 1641081600 | Open:f4 1 3 4 6 7 8 9 11 12 13 14"),
        ["F26"] = ("bars of January 1 are there", "Epoch:i8 1577664000 1577750400 1577836800 1578182400 | P:f4 1 2 3 4"),
        ["Q02"] = ("conditions on a subquery count", "Epoch:i8 1578303240 1578303600 1578303660 1609752600 | Close:f4 11.25 11.5 11.75 20.25"),
        ["Q05"] = ("UNION is understood", "Epoch:i8 1578303000"),
        ["Q06"] = ("ORDER BY is understood", "Epoch:i8 1609752600 1578303660"),
        ["Q07"] = ("a column beside GROUP BY is an error", "error line 1, column 17"),
        ["Q08"] = ("a query may stand in parentheses", "Epoch:i8 1578303000 | Open:f4 10"),
        ["Q09"] = ("FROM is optional", "1:i4 1"),
        ["I07"] = ("VALUES are rows", "Epoch:i8 1700000000 | Rows Written:f4 1"),
        ["I08"] = ("a bucket that is not there is made", "Epoch:i8 1700000000 | Rows Written:f4 6"),
    };

    /// <summary>Statements that read what another one before has written.</summary>
    static readonly Dictionary<string, (string Reason, string Due)> DifferingAfterwards = new()
    {
        ["I03"] = ("columns go where their names say", "Epoch:i8 1578303000 | Open:f4 10 | High:f4 10.5 | Low:f4 9.5 | Close:f4 10.25 | Volume:i4 100"),
        ["I04"] = ("ticks keep their nanoseconds", "Epoch:i8 1578303000 1578303010 1578303059 1578303060 1578303090 1578303184"),
    };

    [Fact]
    public async Task Every_recorded_statement_has_its_answer()
    {
        await using var host = new SqlHost();
        await GoldenStore.FillAsync(host);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(GoldenFiles.Root, "sql", "golden-sql.json"), TestContext.Current.CancellationToken));
        var wrong = new List<string>();
        var count = 0;
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var id = item.GetProperty("id").GetString()!;
            await Judge(host, id, item.GetProperty("sql").GetString()!, item.GetProperty("result"), Differing, wrong);
            if (item.TryGetProperty("then_sql", out var next))
                await Judge(host, id, next.GetString()!, item.GetProperty("then_result"), DifferingAfterwards, wrong);
            count++;
        }

        Assert.Empty(wrong);
        Assert.Equal(83, count);
    }

    static async Task Judge(SqlHost host, string id, string statement, JsonElement due, Dictionary<string, (string Reason, string Due)> differing, List<string> wrong)
    {
        string text;
        string? fault = null;
        try
        {
            using var result = await host.Sql.ExecuteAsync(statement);
            text = SqlHost.Describe(result.Buckets[0].Rows);
            if (!differing.ContainsKey(id))
                fault = due.TryGetProperty("columns", out var columns) && columns.ValueKind == JsonValueKind.Array ? Difference(columns, result) : "an error is due";
        }
        catch (MarketStoreException error)
        {
            text = $"error {error.Message}";
            if (!differing.ContainsKey(id) && !due.TryGetProperty("error", out _) && !due.TryGetProperty("error_contains", out _))
                fault = "no error is due";
        }

        if (differing.TryGetValue(id, out var other) && !(other.Due.StartsWith("error ", StringComparison.Ordinal) ? text.StartsWith("error ", StringComparison.Ordinal) && text.Contains(other.Due[6..], StringComparison.Ordinal) : text.StartsWith(other.Due, StringComparison.Ordinal)))
            fault = $"due, since {other.Reason}: {other.Due}";
        if (fault is not null)
            wrong.Add($"{id} {statement}: {text}; {fault}");
    }

    static string? Difference(JsonElement columns, QueryResult result)
    {
        var rows = result.Buckets[0].Rows;
        var names = columns.EnumerateArray().Select(column => $"{column.GetProperty("name")}:{column.GetProperty("type")}").ToList();
        if (!names.SequenceEqual(rows.Shapes.Select(shape => $"{shape.Name}:{shape.WireCode}")))
            return $"due: {string.Join(' ', names)}";
        foreach (var (column, found) in columns.EnumerateArray().Zip(rows.Columns))
        {
            var values = column.GetProperty("values").EnumerateArray().Select(value => value.ToString()).ToList();
            var texts = SqlHost.Texts(found).ToList();
            if (values.Count != texts.Count || values.Zip(texts).Any(pair => !IsSame(pair.First, pair.Second, found)))
                return $"due in {found.Name}: {string.Join(' ', values)}";
        }

        return null;
    }

    static bool IsSame(string due, string found, Column column)
    {
        if (due is "now" || due == found)
            return true;
        if (column.Type is not (ElementType.Float32 or ElementType.Float64))
        {
            // Ticks come back within two interval ticks, which may be the other side of a second.
            return column.Name is "Nanoseconds" or "Epoch" && IsNear(due, found, column.Name == "Epoch" ? 1 : 1_000_000_000);
        }

        return double.TryParse(due, NumberStyles.Float, CultureInfo.InvariantCulture, out var expected) && double.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture, out var actual)
            && Math.Abs(expected - actual) <= 1e-6 * Math.Max(1, Math.Abs(expected));
    }

    static bool IsNear(string due, string found, long tolerance) =>
        Math.Abs(long.Parse(due, CultureInfo.InvariantCulture) - long.Parse(found, CultureInfo.InvariantCulture)) <= tolerance;
}
