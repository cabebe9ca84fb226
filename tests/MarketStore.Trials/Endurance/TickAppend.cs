namespace MarketStore.Trials.Endurance;

/// <summary>Ticks of one symbol, a few at a time. They are numbered without a gap.</summary>
sealed class TickAppend(int symbol)
{
    public const int TicksPerRequest = 10;

    readonly PreparedWrite _write = new([KeyOf(symbol)], TicksPerRequest, isVariable: true, ("Epoch", "i8"), ("Price", "f4"), ("Serial", "i8"), ("Nanoseconds", "i4"));

    public int Symbol => symbol;

    /// <summary>Ticks that were acknowledged.</summary>
    public long Count { get; set; }

    public static string KeyOf(int symbol) => $"{Market.Symbol(symbol)}/1Min/TICK";

    /// <summary>The body for the next ticks. It is valid until the next call.</summary>
    public byte[] NextBody()
    {
        for (var row = 0; row < TicksPerRequest; row++)
        {
            var serial = Count + row;
            _write.Column<long>(0)[row] = Market.FirstEpoch + (serial / Market.TicksPerSecond);
            _write.Column<float>(1)[row] = Market.TickPrice(symbol, serial);
            _write.Column<long>(2)[row] = serial;
            _write.Column<int>(3)[row] = (int)(serial % Market.TicksPerSecond) * (1_000_000_000 / Market.TicksPerSecond);
        }

        return _write.Body;
    }
}
