using System.Globalization;

namespace MarketStore.Trials.Fuzz;

/// <summary>What one input may cost.</summary>
/// <param name="FixedBytes">Allocated bytes that any input may take.</param>
/// <param name="BytesPerInputByte">Allocated bytes on top, for each byte of the input.</param>
sealed record FuzzBounds(long FixedBytes, long BytesPerInputByte)
{
    /// <summary>False for code that does all of its work on the thread that calls it: what others allocate at the same time is then left out.</summary>
    public bool CountsAllThreads { get; init; } = true;

    /// <summary>Far more than any input takes on a busy machine, and far less than what a client would call a hang.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After this the input counts as one that never ends.</summary>
    public TimeSpan Hang { get; init; } = TimeSpan.FromSeconds(60);

    public long AllocatedBytes(int inputBytes) => FixedBytes + (BytesPerInputByte * inputBytes);

    /// <summary>Null, or how a cost lies beyond the bounds.</summary>
    public string? FindExcess(int inputBytes, FuzzCost cost) =>
        cost.AllocatedBytes > AllocatedBytes(inputBytes)
            ? string.Create(CultureInfo.InvariantCulture, $"{cost.AllocatedBytes:N0} bytes were allocated, more than the {AllocatedBytes(inputBytes):N0} that an input of {inputBytes:N0} bytes may take")
            : cost.Elapsed > Time ? string.Create(CultureInfo.InvariantCulture, $"it took {cost.Elapsed.TotalSeconds:0.0} s, more than {Time.TotalSeconds:0.0}")
            : null;
}
