using MessagePack;

namespace MarketStore.Client.Wire;

/// <summary>Writes the parameters of a call as one value.</summary>
internal delegate void ParameterWriter(ref MessagePackWriter writer);
