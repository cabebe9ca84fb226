namespace MarketStore.Sql.Worker.Link;

/// <summary>A bit for each row, clear for NULL, in 64-bit words; none at all when every row has a value.</summary>
internal static class ValidityBits
{
    const int BitsOfWord = 64;

    /// <summary>Words that the bits of so many rows take.</summary>
    public static int WordsOf(int rows) => (rows + BitsOfWord - 1) / BitsOfWord;

    /// <summary>False for NULL.</summary>
    public static bool IsThere(ReadOnlySpan<ulong> bits, int row) => bits.IsEmpty || ((bits[row / BitsOfWord] >> (row % BitsOfWord)) & 1) != 0;

    /// <summary>Makes a row NULL.</summary>
    public static void Clear(Span<ulong> bits, int row) => bits[row / BitsOfWord] &= ~(1UL << (row % BitsOfWord));
}
