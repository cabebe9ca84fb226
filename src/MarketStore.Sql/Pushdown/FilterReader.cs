using System.Globalization;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Sql.Tables;
using MarketStore.Sql.Text;

namespace MarketStore.Sql.Pushdown;

/// <summary>
/// Reads the conditions that the SQL engine's plan has right above a table: ranges of Epoch and Timestamp, and symbols. What is of another kind bounds nothing, and bounds are
/// taken for inclusive, since the plan writes half-open ranges so too: the engine filters the rows again.
/// </summary>
internal static class FilterReader
{
    const int MaxDepth = 256;

    /// <param name="conditions">All of them hold.</param>
    /// <param name="table">The table.</param>
    public static ScanBounds Read(IEnumerable<string> conditions, StatementTable table)
    {
        var found = Needed.All;
        foreach (var condition in conditions)
        {
            List<SqlToken> tokens;
            try
            {
                tokens = SqlLexer.Read(condition);
            }
            catch (Core.Errors.MarketStoreException)
            {
                continue;
            }

            // A text that holds a quote could end where it does not, and branches are no conditions.
            if (tokens.Exists(token => (token.Kind == SqlTokenKind.Text && token.Value.Contains('\'', StringComparison.Ordinal)) || token.IsKeyword("CASE")))
                continue;
            var cursor = new TokenCursor(condition, tokens);
            var needed = Disjunction(cursor, table, depth: 0);
            if (cursor.IsAtEnd)
                found = found.And(needed);
        }

        return new(found.Range, found.Symbols, null);
    }

    static Needed Disjunction(TokenCursor cursor, StatementTable table, int depth)
    {
        var needed = Conjunction(cursor, table, depth);
        while (cursor.TryTakeKeyword("OR"))
            needed = needed.Or(Conjunction(cursor, table, depth));
        return needed;
    }

    static Needed Conjunction(TokenCursor cursor, StatementTable table, int depth)
    {
        var needed = Test(cursor, table, depth);
        while (cursor.TryTakeKeyword("AND"))
            needed = needed.And(Test(cursor, table, depth));
        return needed;
    }

    /// <summary>A test, or several in parentheses. Goes on to the next AND, OR or closing parenthesis.</summary>
    static Needed Test(TokenCursor cursor, StatementTable table, int depth)
    {
        var start = cursor.Position;
        if (depth < MaxDepth && cursor.TryTakeSymbol("("))
        {
            var needed = Disjunction(cursor, table, depth + 1);
            if (cursor.TryTakeSymbol(")") && IsEndOfTest(cursor))
                return needed;
            cursor.Position = start;
        }

        if (TryComparison(cursor, table, out var compared) && IsEndOfTest(cursor))
            return compared;
        cursor.Position = start;
        Pass(cursor);
        return Needed.All;
    }

    static bool IsEndOfTest(TokenCursor cursor) => cursor.IsAtEnd || cursor.Current.IsSymbol(")") || cursor.Current.IsKeyword("AND") || cursor.Current.IsKeyword("OR");

    static void Pass(TokenCursor cursor)
    {
        for (var depth = 0; !cursor.IsAtEnd; cursor.Take())
        {
            if (depth == 0 && (cursor.Current.IsSymbol(")") || cursor.Current.IsKeyword("AND") || cursor.Current.IsKeyword("OR")))
                return;
            // The AND of a BETWEEN is none of ours, and the rest is passed over as well as any test.
            if (cursor.Current.IsSymbol("("))
                depth++;
            else if (cursor.Current.IsSymbol(")"))
                depth--;
        }
    }

    static bool TryComparison(TokenCursor cursor, StatementTable table, out Needed needed)
    {
        needed = Needed.All;
        if (TryTime(cursor))
        {
            if (cursor.TryTakeKeyword("BETWEEN"))
            {
                if (!TryInstant(cursor, out var low) || !cursor.TryTakeKeyword("AND") || !TryInstant(cursor, out var high))
                    return false;
                needed = new(new(low.First, high.Last), null);
                return true;
            }

            if (cursor.TryTakeKeyword("IN"))
                return TryTimes(cursor, out needed);
            var comparison = cursor.Take().Value;
            if (!TryInstant(cursor, out var instant))
                return false;
            needed = comparison switch
            {
                "=" => new(new(instant.First, instant.Last), null),
                ">" or ">=" => new(new(instant.First, EpochTime.MaxValue), null),
                "<" or "<=" => new(new(EpochTime.MinValue, instant.Last), null),
                _ => Needed.All,
            };
            return comparison is "=" or ">" or ">=" or "<" or "<=";
        }

        return TrySymbols(cursor, table, out needed);
    }

    /// <summary>Epoch, Timestamp, or what Epoch becomes where it is used as a time.</summary>
    static bool TryTime(TokenCursor cursor)
    {
        if (cursor.Current.IsName && cursor.Current.Value is (ColumnSeries.EpochName or StatementTable.TimestampName))
        {
            cursor.Take();
            return true;
        }

        return Matches(cursor, "make_timestamp", "(", "(", ColumnSeries.EpochName, "*", "1000000", ")", ")");
    }

    static bool Matches(TokenCursor cursor, params ReadOnlySpan<string> tokens)
    {
        foreach (var token in tokens)
        {
            if (cursor.Current.Value != token)
                return false;
            cursor.Take();
        }

        return true;
    }

    static bool TryTimes(TokenCursor cursor, out Needed needed)
    {
        var range = new TimeRange(EpochTime.MaxValue, EpochTime.MinValue);
        needed = Needed.All;
        if (!cursor.TryTakeSymbol("("))
            return false;
        do
        {
            if (!TryInstant(cursor, out var instant))
                return false;
            range = new(instant.First < range.Start ? instant.First : range.Start, instant.Last > range.End ? instant.Last : range.End);
        }
        while (cursor.TryTakeSymbol(","));
        needed = new(range, null);
        return cursor.TryTakeSymbol(")");
    }

    static bool TryInstant(TokenCursor cursor, out (EpochTime First, EpochTime Last) instant)
    {
        instant = default;
        if (cursor.Current.Kind == SqlTokenKind.Text)
        {
            if (!TimeLiteral.TryParse(cursor.Take().Value, out var time) || !cursor.TryTakeSymbol("::") || !cursor.Current.Value.StartsWith("TIMESTAMP", StringComparison.Ordinal))
                return false;
            // "TIMESTAMP WITH TIME ZONE" goes on.
            cursor.Take();
            // Times of a plan are cut to microseconds, and a bar's time to seconds.
            instant = (new(time.Seconds, 0), new(time.Seconds, 999_999_999));
            return true;
        }

        var isNegative = cursor.TryTakeSymbol("-");
        if (cursor.Current.Kind != SqlTokenKind.Number || !long.TryParse(cursor.Take().Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        number = isNegative ? -number : number;
        instant = (new(number, 0), new(number, 999_999_999));
        return true;
    }

    static bool TrySymbols(TokenCursor cursor, StatementTable table, out Needed needed)
    {
        needed = Needed.All;
        if (!cursor.Current.IsName || !table.Columns.Any(column => column.Kind == TableColumnKind.Symbol && column.Name == cursor.Current.Value))
            return false;
        cursor.Take();
        var symbols = new HashSet<string>(StringComparer.Ordinal);
        if (cursor.TryTakeSymbol("="))
        {
            symbols.Add(cursor.Current.Value);
            needed = new(TimeRange.All, symbols);
            return cursor.Take().Kind == SqlTokenKind.Text;
        }

        if (!cursor.TryTakeKeyword("IN") || !cursor.TryTakeSymbol("("))
            return false;
        do
        {
            symbols.Add(cursor.Current.Value);
            if (cursor.Take().Kind != SqlTokenKind.Text)
                return false;
        }
        while (cursor.TryTakeSymbol(","));
        needed = new(TimeRange.All, symbols);
        return cursor.TryTakeSymbol(")");
    }

    /// <summary>Rows that can fulfil a condition.</summary>
    readonly record struct Needed(TimeRange Range, HashSet<string>? Symbols)
    {
        public static Needed All => new(TimeRange.All, null);

        public Needed And(Needed other) => new(
            new(Range.Start > other.Range.Start ? Range.Start : other.Range.Start, Range.End < other.Range.End ? Range.End : other.Range.End),
            Symbols is null ? other.Symbols : other.Symbols is null ? Symbols : [.. Symbols.Intersect(other.Symbols)]);

        public Needed Or(Needed other) => new(
            new(Range.Start < other.Range.Start ? Range.Start : other.Range.Start, Range.End > other.Range.End ? Range.End : other.Range.End),
            Symbols is null || other.Symbols is null ? null : [.. Symbols.Union(other.Symbols)]);
    }
}
