using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Adjustment;

/// <summary>
/// Reads the announcements that a bucket <c>symbol/1D/ACTIONS</c> holds: new ones, updates and deletions, in the order in which they are stored. What is left of them are the changes.
/// </summary>
public static class CorporateActions
{
    const byte New = (byte)'N';
    const byte Update = (byte)'U';
    const byte Deletion = (byte)'D';
    const byte Split = (byte)'7';
    const byte ReverseSplit = (byte)'+';
    const byte StockDividend = (byte)'/';

    /// <summary>The columns that are read.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["TextNumber", "UpdateTextNumber", "DeleteTextNumber", "NotificationType", "Status", "ExpirationDate", "Rate"];

    /// <summary>The changes, ascending in time. Empty when a column is missing or of another type than announcements have.</summary>
    public static IReadOnlyList<RateChange> Read(ColumnSeries rows)
    {
        if (!TryValues<long>(rows, "TextNumber", ElementType.Int64, out var ids)
            || !TryValues<long>(rows, "UpdateTextNumber", ElementType.Int64, out var updates)
            || !TryValues<long>(rows, "DeleteTextNumber", ElementType.Int64, out var deletions)
            || !TryValues<byte>(rows, "NotificationType", ElementType.UInt8, out var kinds)
            || !TryValues<byte>(rows, "Status", ElementType.UInt8, out var states)
            || !TryValues<long>(rows, "ExpirationDate", ElementType.Int64, out var times)
            || !TryValues<double>(rows, "Rate", ElementType.Float64, out var rates))
            return [];
        var standing = new Dictionary<long, (long Entered, byte Kind, long Time, double Rate)>();
        var entered = rows.Epochs;
        for (var row = 0; row < rows.RowCount; row++)
        {
            var announcement = (entered[row], kinds[row], times[row], rates[row]);
            switch (states[row])
            {
                case New:
                    standing[ids[row]] = announcement;
                    break;
                case Update when !standing.TryGetValue(updates[row], out var known) || entered[row] > known.Entered:
                    standing[updates[row]] = announcement;
                    break;
                case Deletion:
                    standing.Remove(deletions[row]);
                    break;
            }
        }

        return [.. standing.Values.Where(action => action.Kind is Split or ReverseSplit or StockDividend && action.Rate > 0 && double.IsFinite(action.Rate))
            .Select(action => new RateChange(action.Time, action.Rate, action.Kind == StockDividend ? RateChangeKind.StockDividend : RateChangeKind.Split))
            .OrderBy(change => change.EpochSeconds)];
    }

    static bool TryValues<T>(ColumnSeries rows, string name, ElementType type, out ReadOnlySpan<T> values)
        where T : unmanaged
    {
        values = [];
        // BYTE is what some writers made of UINT8: the codes are below 128.
        if (!rows.TryGetColumn(name, out var column) || (column.Value.Type != type && !(type == ElementType.UInt8 && column.Value.Type == ElementType.Byte)))
            return false;
        values = column.Value.Values<T>();
        return true;
    }
}
