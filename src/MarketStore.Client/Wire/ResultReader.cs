using MessagePack;

namespace MarketStore.Client.Wire;

/// <summary>Reads the result of a call, which is one value.</summary>
internal delegate T ResultReader<out T>(ref MessagePackReader reader);
