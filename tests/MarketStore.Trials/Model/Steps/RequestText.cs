using MarketStore.Core.Time;
using MarketStore.Storage;

namespace MarketStore.Trials.Model.Steps;

/// <summary>Ranges and requests for failure texts.</summary>
static class RequestText
{
    public static string Of(TimeRange range) => $"[{Of(range.Start)} {Of(range.End)}]";

    public static string Of(ScanRequest request) =>
        $"{Of(request.Range)}{(request.RowLimit is { } limit ? $" {request.Direction} {limit}" : "")}{(request.Columns is null ? "" : $" columns {string.Join(',', request.Columns)}")}";

    static string Of(EpochTime time) => time == EpochTime.MinValue || time == EpochTime.MaxValue ? "open" : FormattableString.Invariant($"{time.Seconds}.{time.Nanoseconds:D9}");
}
