using System.Globalization;
using System.Text.Json;
using MarketStore.Sql.Tables;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Pushdown;

/// <summary>
/// Reads out of the SQL engine's plan which rows a statement needs of each table. The engine has by then brought conditions through subqueries, aliases and joins
/// down to the tables, and computed what is constant in them; it does not hand conditions to tables by itself.
/// </summary>
internal static class PlanReader
{
    /// <param name="plan">The plan as JSON in UTF-8.</param>
    /// <param name="tables">The tables of the statement, by their numbers.</param>
    /// <returns>Bounds for each table.</returns>
    public static IReadOnlyList<ScanBounds> Read(ReadOnlyMemory<byte> plan, IReadOnlyList<StatementTable> tables)
    {
        var bounds = new ScanBounds?[tables.Count];
        using var document = JsonDocument.Parse(plan, new() { MaxDepth = 4_096 });
        foreach (var node in document.RootElement.EnumerateArray())
            Walk(node, above: [], tables, bounds);
        return [.. bounds.Select(found => found ?? ScanBounds.None)];
    }

    static void Walk(JsonElement node, IReadOnlyList<JsonElement> above, IReadOnlyList<StatementTable> tables, ScanBounds?[] bounds)
    {
        if (NumberOf(NameOf(node)) is { } number && number < tables.Count)
        {
            // A table that stands in the plan twice is read in whole.
            bounds[number] = bounds[number] is null ? BoundsOf(above, tables[number]) : ScanBounds.None;
            return;
        }

        if (!node.TryGetProperty("children", out var children))
            return;
        IReadOnlyList<JsonElement> path = [node, .. above];
        foreach (var child in children.EnumerateArray())
            Walk(child, path, tables, bounds);
    }

    /// <param name="above">The nodes above the table's, the nearest first.</param>
    /// <param name="table">The table.</param>
    static ScanBounds BoundsOf(IReadOnlyList<JsonElement> above, StatementTable table)
    {
        if (above.Count == 0 || !HasPlainNames(table))
            return ScanBounds.None;
        var name = NameOf(above[0]);
        if (name == "FILTER")
            return FilterReader.Read(TextsOf(above[0], "Expression"), table);
        // Nothing may stand between: the last rows of a filtered table are others than those of the table.
        if (name == "TOP_N" && IsLatestFirst(above[0]) && long.TryParse(TextsOf(above[0], "Top").FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            && !HasOffset(above[0]))
            return ScanBounds.None with { LastRows = rows };
        return ScanBounds.None;
    }

    /// <summary>The number of the table that a function of the plan reads, or null.</summary>
    static int? NumberOf(string function) =>
        function.StartsWith(TableShape.FunctionPrefix, StringComparison.OrdinalIgnoreCase) && int.TryParse(function.AsSpan(TableShape.FunctionPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    static bool HasOffset(JsonElement node) => TextsOf(node, "Offset").Any();

    /// <summary>Ordered by the time alone, the latest first; of equal times any may come.</summary>
    static bool IsLatestFirst(JsonElement node)
    {
        var order = TextsOf(node, "Order By").ToList();
        return order.Count == 1 && (order[0].EndsWith(".Epoch DESC", StringComparison.Ordinal) || order[0].EndsWith($".\"{StatementTable.TimestampName}\" DESC", StringComparison.Ordinal)
            || order[0].EndsWith($".{StatementTable.TimestampName} DESC", StringComparison.Ordinal));
    }

    /// <summary>The plan's text of a name that holds quotes or spaces could be taken for something else.</summary>
    static bool HasPlainNames(StatementTable table) => table.Columns.All(column => column.Name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'));

    static string NameOf(JsonElement node) => node.TryGetProperty("name", out var name) ? (name.GetString() ?? "").Trim() : "";

    static IEnumerable<string> TextsOf(JsonElement node, string key)
    {
        if (!node.TryGetProperty("extra_info", out var info) || !info.TryGetProperty(key, out var value))
            yield break;
        if (value.ValueKind == JsonValueKind.String)
        {
            yield return value.GetString()!;
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                yield return item.GetString() ?? "";
        }
    }
}
