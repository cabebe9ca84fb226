using System.Text;
using System.Text.Json;
using MarketStore.Sql.Text;

namespace MarketStore.Sql.Rewriting;

/// <summary>Where in a statement's text the expressions of the SQL engine's tree stand. The tree says where most of them begin, and never where they end.</summary>
internal sealed class ExpressionPlaces
{
    const int MaxDepth = 1_000;

    static readonly string[] ItemStarts = ["SELECT", "DISTINCT", "ALL"];
    static readonly string[] ItemEnds = ["FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "QUALIFY", "ORDER", "LIMIT", "OFFSET", "UNION", "INTERSECT", "EXCEPT", "USING"];

    readonly string _text;
    readonly Dictionary<int, int> _indexes = [];
    readonly int[] _offsets;

    public ExpressionPlaces(string text)
    {
        _text = text;
        Tokens = SqlLexer.Read(text);
        for (var index = 0; index < Tokens.Count; index++)
            _indexes.TryAdd(Tokens[index].Start, index);
        _offsets = CharacterOffsets(text);
    }

    /// <summary>The tokens of the statement.</summary>
    public List<SqlToken> Tokens { get; }

    /// <summary>The token that begins at a place, by its position; -1 where none does.</summary>
    public int IndexAt(int start) => _indexes.GetValueOrDefault(start, -1);

    /// <summary>Where an expression begins in the statement, in characters; null where the engine does not say. Of <c>a + b</c> it says where the sign is.</summary>
    public int? PlaceOf(JsonElement expression) =>
        expression.TryGetProperty("query_location", out var location) && location.TryGetInt64(out var offset) && offset >= 0 && offset < _offsets.Length ? _offsets[offset] : null;

    /// <summary>The text of a column, a number, a call, or of a sum and the like of these; null for others.</summary>
    public (int Start, int End)? ExtentOf(JsonElement expression, int depth = 0)
    {
        if (depth > MaxDepth)
            return null;
        if (OperandsOf(expression) is { } operands)
        {
            return ExtentOf(operands[0], depth + 1) is { } first && ExtentOf(operands[^1], depth + 1) is { } last && first.Start <= last.Start
                ? WithParentheses(first.Start, last.End)
                : null;
        }

        if (PlaceOf(expression) is not { } start || IndexAt(start) is not (>= 0 and var index))
            return null;
        switch (ClassOf(expression))
        {
            case "COLUMN_REF":
                return (start, Tokens[EndOfNames(index)].End);
            case "CONSTANT" when Tokens[index].Kind == SqlTokenKind.Number:
                return (start, Tokens[index].End);
            case "FUNCTION":
                index = EndOfNames(index);
                return Tokens[index].IsName && Tokens[index + 1].IsSymbol("(") && EndOfParentheses(index + 1) is { } end ? (start, end) : null;
            default:
                return null;
        }
    }

    /// <summary>The text of an item of a select list, without its alias if it has one; null where it cannot be told.</summary>
    public (int Start, int End)? ItemOf(JsonElement item)
    {
        if (FirstPlaceIn(item, 0) is not { } place || IndexAt(place) is not (>= 0 and var index))
            return null;
        while (index > 0 && (Tokens[index - 1].IsSymbol("(") || Tokens[index - 1].IsSymbol("[") || Tokens[index - 1].IsSymbol("-") || Tokens[index - 1].IsKeyword("CAST") || Tokens[index - 1].IsKeyword("TRY_CAST")))
            index--;
        if (index == 0 || !(Tokens[index - 1].IsSymbol(",") || Tokens[index - 1].IsSymbol(")") || ItemStarts.Any(Tokens[index - 1].IsKeyword)))
            return null;
        var last = index;
        for (var depth = 0; last < Tokens.Count - 1; last++)
        {
            var token = Tokens[last];
            if (depth == 0 && (token.IsSymbol(",") || token.IsSymbol(")") || token.IsSymbol(";") || (ItemEnds.Any(token.IsKeyword) && !Tokens[last - 1].IsKeyword("DISTINCT"))))
                break;
            depth += token.IsSymbol("(") || token.IsSymbol("[") || token.IsSymbol("{") ? 1 : token.IsSymbol(")") || token.IsSymbol("]") || token.IsSymbol("}") ? -1 : 0;
        }

        return last > index ? (Tokens[index].Start, Tokens[last - 1].End) : null;
    }

    /// <summary>The two sides of a sum and the like; null for anything else.</summary>
    static List<JsonElement>? OperandsOf(JsonElement expression) =>
        ClassOf(expression) == "FUNCTION" && expression.TryGetProperty("is_operator", out var isOperator) && isOperator.ValueKind == JsonValueKind.True
        && expression.TryGetProperty("children", out var children) && children.GetArrayLength() == 2
            ? [.. children.EnumerateArray()]
            : null;

    /// <summary>With the parentheses that belong to a part of it.</summary>
    (int Start, int End)? WithParentheses(int start, int end)
    {
        var (index, depth, least) = (IndexAt(start), 0, 0);
        var next = index;
        for (; next < Tokens.Count && Tokens[next].Start < end; next++)
        {
            depth += Tokens[next].IsSymbol("(") ? 1 : Tokens[next].IsSymbol(")") ? -1 : 0;
            least = Math.Min(least, depth);
        }

        for (; least < 0; least++, depth++)
        {
            if (index == 0 || !Tokens[--index].IsSymbol("("))
                return null;
        }

        for (; depth > 0; depth--, next++)
        {
            if (!Tokens[next].IsSymbol(")"))
                return null;
            end = Tokens[next].End;
        }

        return (Tokens[index].Start, end);
    }

    /// <summary>Skips names that are joined by points.</summary>
    int EndOfNames(int index)
    {
        while (index + 2 < Tokens.Count && Tokens[index].IsName && Tokens[index + 1].IsSymbol(".") && Tokens[index + 2].IsName)
            index += 2;
        return index;
    }

    int? EndOfParentheses(int index)
    {
        for (var depth = 0; index < Tokens.Count; index++)
        {
            if (Tokens[index].IsSymbol("("))
                depth++;
            else if (Tokens[index].IsSymbol(")") && --depth == 0)
                return Tokens[index].End;
        }

        return null;
    }

    int? FirstPlaceIn(JsonElement element, int depth)
    {
        int? first = null;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when depth <= MaxDepth:
                first = PlaceOf(element);
                foreach (var property in element.EnumerateObject())
                    first = Least(first, FirstPlaceIn(property.Value, depth + 1));
                break;
            case JsonValueKind.Array when depth <= MaxDepth:
                foreach (var item in element.EnumerateArray())
                    first = Least(first, FirstPlaceIn(item, depth + 1));
                break;
        }

        return first;
    }

    static int? Least(int? left, int? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);

    static string ClassOf(JsonElement expression) => expression.TryGetProperty("class", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>For each byte of the UTF-8 text, the character that it belongs to.</summary>
    static int[] CharacterOffsets(string text)
    {
        var offsets = new List<int>(text.Length + 1);
        for (var position = 0; position < text.Length;)
        {
            var length = position + 1 < text.Length && char.IsSurrogatePair(text[position], text[position + 1]) ? 2 : 1;
            var bytes = Encoding.UTF8.GetByteCount(text.AsSpan(position, length));
            for (var index = 0; index < bytes; index++)
                offsets.Add(position);
            position += length;
        }

        offsets.Add(text.Length);
        return [.. offsets];
    }
}
