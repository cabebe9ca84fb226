namespace MarketStore.Core.Time;

/// <summary>What decoding the ticks of a slot goes by. The default is that of every slot in UTC.</summary>
/// <param name="ShiftNanoseconds">How far the slot's start lies behind the base that its ticks are counted from, within one period of the ticks.</param>
/// <param name="FirstTicks">The ticks of the slot's first instant.</param>
public readonly record struct TickOrigin(long ShiftNanoseconds, uint FirstTicks);
