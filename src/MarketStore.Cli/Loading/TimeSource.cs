using MarketStore.Cli.Times;
using MarketStore.Core.Time;

namespace MarketStore.Cli.Loading;

/// <summary>Where in a row its time stands.</summary>
/// <param name="Column">The column of the whole time, or of its date.</param>
/// <param name="ClockColumn">The column of the time of day, if that stands apart.</param>
internal sealed record TimeSource(int Column, int? ClockColumn, ITimeReader Reader)
{
    public bool TryRead(CsvFile row, out EpochTime time) =>
        ClockColumn is { } clock ? Reader.TryRead(row[Column], row[clock], out time) : Reader.TryRead(row[Column], out time);
}
