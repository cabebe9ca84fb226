using MarketStore.Trials.Fuzz;

namespace MarketStore.Trials.Tests.Fuzz;

/// <summary>A target that goes wrong where a test says.</summary>
sealed class BrokenTarget(Action<byte[]> take) : IFuzzTarget
{
    public string Name => "broken";

    public FuzzBounds Bounds => new(1 << 20, 1) { Time = TimeSpan.FromMilliseconds(100), Hang = TimeSpan.FromMilliseconds(500), CountsAllThreads = false };

    public IEnumerable<byte[]> Seeds => ["sound"u8.ToArray()];

    public IEnumerable<byte[]> Words => ["!"u8.ToArray()];

    public string Run(ReadOnlySpan<byte> input)
    {
        take(input.ToArray());
        return "taken";
    }

    public void Dispose()
    {
    }
}
