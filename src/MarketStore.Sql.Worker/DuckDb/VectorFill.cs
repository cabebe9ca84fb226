using System.Text;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Worker.DuckDb;

/// <summary>Writes values into vectors of the SQL engine, whole spans at a time.</summary>
internal static unsafe class VectorFill
{
    /// <summary>Values as wide as the vector's.</summary>
    public static void Values(nint vector, ReadOnlySpan<byte> values) => values.CopyTo(new((void*)DuckDbLibrary.VectorData(vector), values.Length));

    /// <summary>The same text for all rows.</summary>
    public static void OneText(nint vector, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
        {
            var value = DuckDbLibrary.CreateVarchar(start, (ulong)bytes.Length);
            DuckDbLibrary.ReferenceValue(vector, value);
            DuckDbLibrary.DestroyValue(ref value);
        }
    }

    /// <param name="vector">The vector.</param>
    /// <param name="start">Where the first text begins.</param>
    /// <param name="ends">Where each text ends.</param>
    /// <param name="bytes">All texts in UTF-8.</param>
    public static void Texts(nint vector, int start, ReadOnlySpan<int> ends, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            for (var row = 0; row < ends.Length; row++)
            {
                DuckDbLibrary.AssignString(vector, (ulong)row, first + start, (ulong)(ends[row] - start));
                start = ends[row];
            }
        }
    }

    /// <summary>Bits of the rows, clear for NULL.</summary>
    public static void Validity(nint vector, ReadOnlySpan<ulong> bits) => bits.CopyTo(WritableValidity(vector, bits.Length));

    public static void Nulls(nint vector, int count) => WritableValidity(vector, ValidityBits.WordsOf(count)).Clear();

    /// <summary>For columns of which only the rows are counted.</summary>
    public static void Zeros(nint vector, int count) => new Span<long>((void*)DuckDbLibrary.VectorData(vector), count).Clear();

    static Span<ulong> WritableValidity(nint vector, int words)
    {
        DuckDbLibrary.EnsureValidityWritable(vector);
        return new(DuckDbLibrary.VectorValidity(vector), words);
    }
}
