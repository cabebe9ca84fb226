using MarketStore.Core.Time;

namespace MarketStore.Trials.Model.Expected;

/// <summary>A row as it should come back: the time, and the columns packed in the bucket's order.</summary>
/// <param name="Ticks">Of variable rows; 0 for fixed ones.</param>
sealed record ExpectedRow(Slot Slot, EpochTime Time, uint Ticks, byte[] Payload);
