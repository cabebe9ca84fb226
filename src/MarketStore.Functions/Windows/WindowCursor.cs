namespace MarketStore.Functions.Windows;

/// <summary>Walks rows through the windows of a calendar: a row of the window at hand costs two compares. For one thread.</summary>
public struct WindowCursor(WindowCalendar calendar)
{
    readonly WindowCalendar _calendar = calendar;

    /// <summary>The window at hand; empty before the first move.</summary>
    public TimeWindow Current { get; private set; }

    /// <summary>Makes the window that holds an instant the one at hand; true when it was another.</summary>
    public bool MoveTo(long epochSeconds)
    {
        if (Current.Contains(epochSeconds))
            return false;
        Current = _calendar.At(epochSeconds);
        return true;
    }

    /// <summary>How many of the times, from the first on, lie in the window at hand. The first one does: the cursor was moved to it.</summary>
    public readonly int RunLength(ReadOnlySpan<long> epochs)
    {
        var (start, end) = (Current.StartSeconds, Current.EndSeconds);
        var row = 1;
        while (row < epochs.Length && epochs[row] >= start && epochs[row] < end)
            row++;
        return row;
    }
}
