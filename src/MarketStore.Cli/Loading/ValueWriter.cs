namespace MarketStore.Cli.Loading;

/// <summary>Writes one value; false if the text is none of the column's type.</summary>
/// <param name="target">Exactly one value wide.</param>
internal delegate bool ValueWriter(ReadOnlySpan<char> text, Span<byte> target);
