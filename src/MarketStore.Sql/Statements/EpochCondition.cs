using System.Globalization;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Sql.Text;

namespace MarketStore.Sql.Statements;

/// <summary>
/// A condition that says nothing but a range of Epoch: comparisons with a time or a number, BETWEEN, joined by AND. A number counts whole seconds (or nanoseconds, where it is
/// that large); a time is exact, also among the ticks of one second.
/// </summary>
internal static class EpochCondition
{
    const int MaxDepth = 64;
    const int LastNanosecond = 999_999_999;

    /// <summary>Reads up to the end of the condition. Returns false, at any place, where it is of another kind.</summary>
    public static bool TryParse(TokenCursor cursor, out TimeRange range)
    {
        range = TimeRange.All;
        return TryParse(cursor, ref range, depth: 0);
    }

    static bool TryParse(TokenCursor cursor, ref TimeRange range, int depth)
    {
        do
        {
            if (cursor.Current.IsSymbol("("))
            {
                cursor.Take();
                if (depth == MaxDepth || !TryParse(cursor, ref range, depth + 1) || !cursor.TryTakeSymbol(")"))
                    return false;
            }
            else if (!TryParseTest(cursor, ref range))
            {
                return false;
            }
        }
        while (cursor.TryTakeKeyword("AND"));
        return true;
    }

    static bool TryParseTest(TokenCursor cursor, ref TimeRange range)
    {
        if (!cursor.Current.IsName || !cursor.Current.Value.Equals(ColumnSeries.EpochName, StringComparison.OrdinalIgnoreCase))
            return false;
        cursor.Take();
        if (cursor.TryTakeKeyword("BETWEEN"))
            return TryBound(cursor, out var low) && cursor.TryTakeKeyword("AND") && TryBound(cursor, out var high) && Cut(ref range, low.First, high.Last);
        var comparison = cursor.Take();
        if (comparison.Kind != SqlTokenKind.Symbol || !TryBound(cursor, out var bound))
            return false;
        return comparison.Value switch
        {
            "=" or "==" => Cut(ref range, bound.First, bound.Last),
            ">=" => Cut(ref range, bound.First, EpochTime.MaxValue),
            ">" => Cut(ref range, EpochTime.FromSecondsAndNanos(bound.Last.Seconds, bound.Last.Nanoseconds + 1L), EpochTime.MaxValue),
            "<=" => Cut(ref range, EpochTime.MinValue, bound.Last),
            "<" => Cut(ref range, EpochTime.MinValue, EpochTime.FromSecondsAndNanos(bound.First.Seconds, bound.First.Nanoseconds - 1L)),
            _ => false,
        };
    }

    static bool Cut(ref TimeRange range, EpochTime first, EpochTime last)
    {
        range = new(first > range.Start ? first : range.Start, last < range.End ? last : range.End);
        return true;
    }

    /// <summary>The first and the last instant that a bound stands for.</summary>
    static bool TryBound(TokenCursor cursor, out (EpochTime First, EpochTime Last) bound)
    {
        bound = default;
        var isOpen = cursor.TryTakeSymbol("(");
        if (cursor.Current.IsKeyword("TIMESTAMP") || cursor.Current.IsKeyword("DATE"))
            cursor.Take();
        if (cursor.Current.Kind == SqlTokenKind.Text)
        {
            if (!TimeLiteral.TryParse(cursor.Take().Value, out var time))
                return false;
            bound = (time, time);
        }
        else
        {
            var isNegative = cursor.TryTakeSymbol("-");
            if (cursor.Current.Kind != SqlTokenKind.Number || !long.TryParse(cursor.Take().Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;
            number = isNegative ? -number : number;
            bound = number > TimeLiteral.LastSeconds ? (TimeLiteral.OfNumber(number), TimeLiteral.OfNumber(number)) : (new(number, 0), new(number, LastNanosecond));
        }

        return !isOpen || cursor.TryTakeSymbol(")");
    }
}
