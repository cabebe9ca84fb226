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

    /// <summary><see cref="RunLength"/> of times that none is earlier than the one before: found without looking at each.</summary>
    /// <param name="guess">How many there may be; where that is right, two of the times are looked at.</param>
    public readonly int AscendingRunLength(ReadOnlySpan<long> epochs, int guess)
    {
        var end = Current.EndSeconds;
        // All before low are within, and none from high on.
        var (low, high) = (1, epochs.Length);
        if (guess < high && epochs[guess] >= end)
            high = guess;
        if (guess <= high && epochs[guess - 1] < end)
            low = guess;
        while (low < high)
        {
            var middle = low + ((high - low) >> 1);
            if (epochs[middle] < end)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
