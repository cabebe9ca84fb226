using System.Globalization;
using System.Text.Json;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Sql.Tables;
using MarketStore.Sql.Text;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Rewriting;

/// <summary>
/// Makes Epoch usable as a number and as a time. It is a number of seconds; where a statement compares it with a text, a time or a number of nanoseconds, or gives it to a function of
/// times, the statement is changed so that it is one there: exact for ticks. The SQL engine's own reading of the statement says what stands where; the changes are made to the
/// client's text, so that errors can say where they are.
/// </summary>
internal sealed class EpochRewriter
{
    const int MaxDepth = 1_000;

    readonly TextEdits _edits;
    readonly ExpressionPlaces _places;
    readonly StatementTables _tables;
    readonly List<(JsonElement Star, List<Relation> Relations)> _stars = [];
    readonly List<JsonElement> _unnamed = [];
    int _depth;

    /// <param name="edits">The statement, and where changes go.</param>
    /// <param name="tables">Finds buckets.</param>
    public EpochRewriter(TextEdits edits, StatementTables tables)
    {
        (_edits, _tables) = (edits, tables);
        _places = new(edits.Text);
    }

    /// <param name="statements">The statement as the engine reads it.</param>
    /// <exception cref="MisplacedTextException">A text that Epoch is compared with is no time.</exception>
    public void Rewrite(JsonElement statements)
    {
        foreach (var statement in statements.EnumerateArray())
        {
            if (statement.TryGetProperty("node", out var node))
                VisitQuery(node, null);
        }

        // Found before anything more is changed: the changes are sorted once.
        foreach (var (start, end) in _unnamed.ConvertAll(_places.ItemOf).OfType<(int Start, int End)>().Where(item => _edits.Changes(item.Start, item.End)).ToList())
            KeepName(start, end);
        if (_tables.HasTimestamps)
            _stars.ForEach(HideTimestamps);
    }

    /// <summary>Reads a query and returns what its columns are.</summary>
    IReadOnlyList<(string Name, ValueKind Kind)> VisitQuery(JsonElement node, Scope? outer)
    {
        if (++_depth > MaxDepth)
            throw SqlErrors.Of(Core.Errors.ErrorKind.LimitExceeded, "the statement is nested too deeply");
        try
        {
            var scope = new Scope(outer);
            VisitWiths(node, scope);
            switch (Text(node, "type"))
            {
                case "SELECT_NODE":
                    return VisitSelect(node, scope);
                case "SET_OPERATION_NODE" or "RECURSIVE_CTE_NODE":
                    IReadOnlyList<(string Name, ValueKind Kind)>? columns = null;
                    foreach (var side in SidesOf(node))
                    {
                        var found = VisitQuery(side, scope);
                        if (columns is null && Text(node, "cte_name") is { Length: > 0 } name)
                            scope.AddWith(name, found);
                        columns ??= found;
                    }

                    VisitModifiers(node, scope);
                    return columns ?? [];
                case "CTE_NODE":
                    if (node.TryGetProperty("query", out var query))
                        scope.AddWith(Text(node, "ctename"), VisitQuery(query, scope));
                    return node.TryGetProperty("child", out var child) ? VisitQuery(child, scope) : [];
                default:
                    return [];
            }
        }
        finally
        {
            _depth--;
        }
    }

    static IEnumerable<JsonElement> SidesOf(JsonElement node)
    {
        if (node.TryGetProperty("children", out var children) && children.ValueKind == JsonValueKind.Array && children.GetArrayLength() > 0)
        {
            foreach (var child in children.EnumerateArray())
                yield return child;
            yield break;
        }

        foreach (var name in (string[])["left", "right"])
        {
            if (node.TryGetProperty(name, out var side) && side.ValueKind == JsonValueKind.Object)
                yield return side;
        }
    }

    void VisitWiths(JsonElement node, Scope scope)
    {
        if (!node.TryGetProperty("cte_map", out var map) || !map.TryGetProperty("map", out var entries))
            return;
        foreach (var entry in entries.EnumerateArray())
        {
            if (!entry.TryGetProperty("value", out var value) || !value.TryGetProperty("query", out var query) || !query.TryGetProperty("node", out var body))
                continue;
            var columns = VisitQuery(body, scope);
            scope.AddWith(Text(entry, "key"), Renamed(columns, value, "aliases"));
        }
    }

    List<(string Name, ValueKind Kind)> VisitSelect(JsonElement node, Scope scope)
    {
        if (node.TryGetProperty("from_table", out var from) && from.ValueKind == JsonValueKind.Object)
            VisitTable(from, scope);
        var columns = new List<(string Name, ValueKind Kind)>();
        if (node.TryGetProperty("select_list", out var list))
        {
            foreach (var item in list.EnumerateArray())
                AddColumns(item, scope, columns);
        }

        foreach (var part in (ReadOnlySpan<string>)["where_clause", "group_expressions", "having", "qualify"])
        {
            if (node.TryGetProperty(part, out var expressions))
                VisitAll(expressions, scope);
        }

        VisitModifiers(node, scope);
        return columns;
    }

    void VisitModifiers(JsonElement node, Scope scope)
    {
        if (node.TryGetProperty("modifiers", out var modifiers))
            VisitAll(modifiers, scope);
    }

    void AddColumns(JsonElement item, Scope scope, List<(string Name, ValueKind Kind)> columns)
    {
        if (Text(item, "class") == "STAR")
        {
            var name = Text(item, "relation_name");
            var relations = scope.Relations.Where(relation => name.Length == 0 || relation.Alias.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
            columns.AddRange(relations.SelectMany(relation => relation.Columns));
            _stars.Add((item, relations));
            VisitChildren(item, scope);
            return;
        }

        var kind = Visit(item, scope);
        var alias = Text(item, "alias");
        if (alias.Length > 0)
            scope.AddAlias(alias, kind);
        else if (Text(item, "class") != "COLUMN_REF")
            _unnamed.Add(item);
        columns.Add((alias.Length > 0 ? alias : NamesOf(item).LastOrDefault() ?? "", kind));
    }

    void VisitTable(JsonElement table, Scope scope)
    {
        var alias = Text(table, "alias");
        switch (Text(table, "type"))
        {
            case "BASE_TABLE":
                var name = Text(table, "table_name");
                alias = alias.Length > 0 ? alias : name;
                if (scope.FindWith(name) is { } with)
                    scope.Relations.Add(new(alias, Renamed(with, table, "column_name_alias"), null));
                else if (StatementTables.Knows(name))
                    scope.Relations.Add(BucketRelation(table, name, alias));
                break;
            case "SUBQUERY" when table.TryGetProperty("subquery", out var subquery) && subquery.TryGetProperty("node", out var body):
                // It may look at the tables before it.
                scope.Relations.Add(new(alias, Renamed(VisitQuery(body, scope), table, "column_name_alias"), null));
                break;
            case "JOIN":
                VisitTable(table.GetProperty("left"), scope);
                VisitTable(table.GetProperty("right"), scope);
                if (table.TryGetProperty("condition", out var condition) && condition.ValueKind == JsonValueKind.Object)
                    Visit(condition, scope);
                if (table.TryGetProperty("using_columns", out var shared) && shared.EnumerateArray().Any(column => IsTimestamp(column.GetString())))
                    _tables.HasTimestamps = true;
                break;
            default:
                VisitChildren(table, scope);
                break;
        }
    }

    Relation BucketRelation(JsonElement table, string name, string alias)
    {
        var found = _tables.Find(name);
        var columns = new StatementTable(found, hasTimestamps: false).Columns.Select(column => (column.Name, IsSeconds(found, column) ? ValueKind.Epoch : ValueKind.Other)).ToList();
        var renamed = Renamed(columns, table, "column_name_alias");
        return new(alias, renamed, found);
    }

    /// <summary>Epoch, and the first and last times of the list of buckets.</summary>
    static bool IsSeconds(ITableSource source, TableColumn column) =>
        column.Name == ColumnSeries.EpochName || (source is BucketListSource && column.Type == Core.Types.ElementType.Int64);

    static IReadOnlyList<(string Name, ValueKind Kind)> Renamed(IReadOnlyList<(string Name, ValueKind Kind)> columns, JsonElement owner, string property)
    {
        if (!owner.TryGetProperty(property, out var names) || names.ValueKind != JsonValueKind.Array || names.GetArrayLength() == 0)
            return columns;
        var given = names.EnumerateArray().Select(name => name.GetString() ?? "").ToList();
        return [.. columns.Select((column, position) => (position < given.Count ? given[position] : column.Name, column.Kind))];
    }

    void VisitAll(JsonElement expressions, Scope scope)
    {
        if (expressions.ValueKind == JsonValueKind.Array)
        {
            foreach (var expression in expressions.EnumerateArray())
                VisitAll(expression, scope);
        }
        else if (expressions.ValueKind == JsonValueKind.Object)
        {
            Visit(expressions, scope);
        }
    }

    ValueKind VisitChildren(JsonElement owner, Scope scope)
    {
        foreach (var property in owner.EnumerateObject())
            VisitAll(property.Value, scope);
        return ValueKind.Other;
    }

    /// <summary>Reads an expression and returns what its values are.</summary>
    ValueKind Visit(JsonElement expression, Scope scope)
    {
        if (++_depth > MaxDepth)
            throw SqlErrors.Of(Core.Errors.ErrorKind.LimitExceeded, "the statement is nested too deeply");
        try
        {
            return Text(expression, "class") switch
            {
                "COLUMN_REF" => VisitColumn(expression, scope),
                "COMPARISON" => Compare(scope, expression.GetProperty("left"), expression.GetProperty("right")),
                "BETWEEN" => Compare(scope, expression.GetProperty("input"), expression.GetProperty("lower"), expression.GetProperty("upper")),
                "OPERATOR" when Text(expression, "type") is "COMPARE_IN" or "COMPARE_NOT_IN" => Compare(scope, [.. expression.GetProperty("children").EnumerateArray()]),
                "FUNCTION" or "WINDOW" => VisitFunction(expression, scope),
                "CAST" => VisitCast(expression, scope),
                "SUBQUERY" => VisitSubquery(expression, scope),
                "CASE" => VisitCase(expression, scope),
                "STAR" => VisitStar(expression, scope),
                _ => VisitChildren(expression, scope),
            };
        }
        finally
        {
            _depth--;
        }
    }

    ValueKind VisitStar(JsonElement star, Scope scope)
    {
        _stars.Add((star, [.. scope.Relations]));
        return VisitChildren(star, scope);
    }

    ValueKind VisitColumn(JsonElement column, Scope scope)
    {
        var names = NamesOf(column);
        if (names.Count == 0)
            return ValueKind.Other;
        if (scope.Find(names) is { } relation)
            return relation.KindOf(names[^1]);
        if (!IsTimestamp(names[^1]) || scope.FindTimestamped(names) is null)
            return scope.KindOfAlias(names);
        _tables.HasTimestamps = true;
        return ValueKind.Time;
    }

    ValueKind VisitSubquery(JsonElement expression, Scope scope)
    {
        if (expression.TryGetProperty("child", out var child) && child.ValueKind == JsonValueKind.Object)
            Visit(child, scope);
        return expression.TryGetProperty("subquery", out var subquery) && subquery.TryGetProperty("node", out var node) && VisitQuery(node, scope) is [var first, ..]
            ? first.Kind
            : ValueKind.Other;
    }

    ValueKind VisitCase(JsonElement expression, Scope scope)
    {
        var kind = ValueKind.Other;
        foreach (var property in expression.EnumerateObject())
        {
            if (property.Name == "case_checks")
            {
                foreach (var check in property.Value.EnumerateArray())
                {
                    Visit(check.GetProperty("when_expr"), scope);
                    kind = Visit(check.GetProperty("then_expr"), scope);
                }
            }
            else
            {
                VisitAll(property.Value, scope);
            }
        }

        return kind;
    }

    ValueKind VisitCast(JsonElement cast, Scope scope)
    {
        var child = cast.GetProperty("child");
        var kind = Visit(child, scope);
        var type = cast.TryGetProperty("cast_type", out var target) ? Text(target, "id") : "";
        if (SqlTimes.IsTime(type))
        {
            if (kind == ValueKind.Epoch)
                MakeTime(child, scope);
            return ValueKind.Time;
        }

        if (type == "INTERVAL")
            return ValueKind.Interval;
        // A number remains one of seconds.
        return type == "BIGINT" ? kind : ValueKind.Other;
    }

    ValueKind VisitFunction(JsonElement call, Scope scope)
    {
        var name = Text(call, "function_name").ToLowerInvariant();
        var arguments = call.TryGetProperty("children", out var children) ? children.EnumerateArray().ToList() : [];
        var kinds = arguments.ConvertAll(argument => Visit(argument, scope));
        foreach (var property in call.EnumerateObject())
        {
            if (property.Name != "children")
                VisitAll(property.Value, scope);
        }

        if (SqlTimes.Truncates(name) && kinds is [_, ValueKind.Epoch] && TryTruncate(call, arguments[0], arguments[1]))
            return ValueKind.Time;
        var isArithmetic = name is "+" or "-";
        if (SqlTimes.TakesTimes(name) || (isArithmetic && kinds.Contains(ValueKind.Interval)))
        {
            for (var position = 0; position < arguments.Count; position++)
            {
                if (kinds[position] == ValueKind.Epoch)
                    MakeTime(arguments[position], scope);
            }
        }

        if (isArithmetic && kinds.Count == 2)
            return SumKind(name, kinds[0], kinds[1]);
        if (SqlTimes.ReturnsTime(name))
            return ValueKind.Time;
        if (SqlTimes.ReturnsInterval(name))
            return ValueKind.Interval;
        return SqlTimes.ReturnsItsArgument(name) && kinds.Count > 0 ? kinds[0] : ValueKind.Other;
    }

    static ValueKind SumKind(string name, ValueKind left, ValueKind right) => (left, right) switch
    {
        (ValueKind.Interval, ValueKind.Interval) => ValueKind.Interval,
        (ValueKind.Time or ValueKind.Epoch, ValueKind.Interval) or (ValueKind.Interval, ValueKind.Time or ValueKind.Epoch) => ValueKind.Time,
        (ValueKind.Epoch, ValueKind.Other) => ValueKind.Epoch,
        (ValueKind.Other, ValueKind.Epoch) when name == "+" => ValueKind.Epoch,
        (ValueKind.Time, ValueKind.Other) => ValueKind.Time,
        _ => ValueKind.Other,
    };

    /// <summary>The sides of a comparison must be of one kind: where one is a time, Epoch becomes one.</summary>
    ValueKind Compare(Scope scope, params IReadOnlyList<JsonElement> sides)
    {
        var kinds = sides.Select(side => Visit(side, scope)).ToList();
        if (!kinds.Contains(ValueKind.Epoch))
        {
            if (kinds.Contains(ValueKind.Time))
                WriteTimes(sides);
            return ValueKind.Other;
        }

        var constants = sides.Select(ReadConstant).ToList();
        // Seconds are compared as numbers, which is the fastest; times that are no whole seconds, and all of ticks, as times.
        var isTime = kinds.Contains(ValueKind.Time) || constants.Any(constant => constant is { IsExact: true })
            || (constants.Any(constant => constant is { IsText: true }) && Enumerable.Range(0, sides.Count).Any(side => kinds[side] == ValueKind.Epoch && ExactColumn(sides[side], scope) is not null));
        for (var side = 0; side < sides.Count; side++)
        {
            if (kinds[side] == ValueKind.Epoch && isTime)
                MakeTime(sides[side], scope);
            else if (constants[side] is { } constant && (isTime || constant.IsText))
                WriteConstant(sides[side], constant.Time, isTime);
        }

        return ValueKind.Other;
    }

    /// <summary>Beside a time, texts in our own form are times too; all others are left to the engine.</summary>
    void WriteTimes(IReadOnlyList<JsonElement> sides)
    {
        foreach (var side in sides)
        {
            if (TextOf(side) is { } text && TimeLiteral.TryParse(text, out var time))
                WriteConstant(side, time, isTime: true);
        }
    }

    /// <summary>A constant that Epoch is compared with. Throws for a text that is no time.</summary>
    (EpochTime Time, bool IsText, bool IsExact)? ReadConstant(JsonElement side)
    {
        if (ContentOf(side) is not { } content)
            return null;
        if (TextOf(side) is { } text)
        {
            if (TimeLiteral.TryParse(text, out var time))
                return (time, true, time.Nanoseconds != 0);
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
                return (TimeLiteral.OfNumber(seconds), true, seconds > TimeLiteral.LastSeconds);
            throw new MisplacedTextException(_places.PlaceOf(side) ?? 0, $"unable to convert string to date: {text}", "write 2020-01-06, 2020-01-06-09:30, or 2020-01-06T09:30:00Z");
        }

        return content.ValueKind == JsonValueKind.Number && content.TryGetInt64(out var number) ? (TimeLiteral.OfNumber(number), false, number > TimeLiteral.LastSeconds) : null;
    }

    void WriteConstant(JsonElement side, EpochTime time, bool isTime)
    {
        if (_places.PlaceOf(side) is not { } start || _places.IndexAt(start) is not (>= 0 and var index))
            return;
        var token = _places.Tokens[index];
        _edits.Replace(token.Start, token.End, isTime
            ? string.Create(CultureInfo.InvariantCulture, $"make_timestamp_ns({(Int128)time.Seconds * Timeframe.NanosecondsPerSecond + time.Nanoseconds})")
            : time.Seconds.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Turns an expression of seconds into one of a time.</summary>
    void MakeTime(JsonElement expression, Scope scope)
    {
        if (_places.ExtentOf(expression) is not var (start, end))
            return;
        if (ExactColumn(expression, scope) is { } relation)
        {
            _tables.HasTimestamps = true;
            _edits.Replace(start, end, $"{relation.QuotedAlias}.\"{StatementTable.TimestampName}\"");
            return;
        }

        _edits.Replace(start, end, $"make_timestamp(({_edits.Text[start..end]}) * {SqlTimes.MicrosecondsPerSecond})");
    }

    /// <summary>Cuts the seconds of a column down to whole hours and the like by a function of ours, in a fraction of the time that the engine takes to look times up in its calendar.</summary>
    bool TryTruncate(JsonElement call, JsonElement unit, JsonElement column)
    {
        if (TextOf(unit) is not { } name || SqlTimes.SecondsOf(name) is not { } seconds)
            return false;
        if (_places.ExtentOf(call) is not var (start, end) || _places.ExtentOf(column) is not var (first, last))
            return false;
        _edits.Replace(start, end, $"{TruncateFunction.NameOf(seconds)}({_edits.Text[first..last]})");
        return true;
    }

    static JsonElement? ContentOf(JsonElement side) =>
        Text(side, "class") == "CONSTANT" && side.TryGetProperty("value", out var value) && value.TryGetProperty("value", out var content) ? content : null;

    /// <summary>The text of a constant that is one, or null.</summary>
    static string? TextOf(JsonElement side) =>
        ContentOf(side) is { ValueKind: JsonValueKind.String } content && side.GetProperty("value").TryGetProperty("type", out var type) && Text(type, "id") == "VARCHAR" ? content.GetString() : null;

    /// <summary>The table of ticks whose Epoch an expression is, or null.</summary>
    static Relation? ExactColumn(JsonElement expression, Scope scope) =>
        Text(expression, "class") == "COLUMN_REF" && scope.Find(NamesOf(expression)) is { Source.IsVariable: true } relation && !relation.Has(StatementTable.TimestampName) ? relation : null;

    /// <summary>A column without an alias is called by what the client wrote, and not by what became of it.</summary>
    void KeepName(int start, int end) => _edits.Replace(end, end, $" AS {SqlName.Quote(_edits.Text[start..end])}");

    /// <summary>A column that nobody stored comes only to those who name it.</summary>
    void HideTimestamps((JsonElement Star, List<Relation> Relations) star)
    {
        var hidden = star.Relations.Where(relation => relation.Source is { HasTimes: true } && !relation.Has(StatementTable.TimestampName)).ToList();
        if (hidden.Count == 0 || _places.PlaceOf(star.Star) is not { } start)
            return;
        var index = _places.IndexAt(start);
        while (index >= 0 && index < _places.Tokens.Count && !_places.Tokens[index].IsSymbol("*"))
            index++;
        if (index < 0 || index >= _places.Tokens.Count)
            return;
        var names = string.Join(", ", hidden.Select(relation => $"{relation.QuotedAlias}.\"{StatementTable.TimestampName}\""));
        if (_places.Tokens[index + 1].IsKeyword("EXCLUDE") && _places.Tokens[index + 2].IsSymbol("("))
            _edits.Replace(_places.Tokens[index + 2].End, _places.Tokens[index + 2].End, names + ", ");
        else if (_places.Tokens[index + 1].IsKeyword("EXCLUDE"))
            _edits.Replace(_places.Tokens[index + 2].Start, _places.Tokens[index + 2].End, $"({names}, {_edits.Text[_places.Tokens[index + 2].Start.._places.Tokens[index + 2].End]})");
        else
            _edits.Replace(_places.Tokens[index].End, _places.Tokens[index].End, $" EXCLUDE ({names})");
    }

    static bool IsTimestamp(string? name) => StatementTable.TimestampName.Equals(name, StringComparison.OrdinalIgnoreCase);

    static List<string> NamesOf(JsonElement column) =>
        column.TryGetProperty("column_names", out var names) && names.ValueKind == JsonValueKind.Array ? [.. names.EnumerateArray().Select(name => name.GetString() ?? "")] : [];

    static string Text(JsonElement element, string property) => element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
