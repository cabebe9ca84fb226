using System.Buffers.Text;
using MarketStore.Protocol.Messages;

namespace MarketStore.Protocol.JsonRpc;

/// <summary>A column of all buckets of a dataset, at a position of an answer's text.</summary>
internal readonly record struct ColumnBlock(int Position, Dataset Dataset, int Column, bool AsBase64)
{
    // A multiple of 3, so that no part but the last one needs padding.
    const int Base64SourceBytes = 48 << 10;

    public long Length
    {
        get
        {
            var bytes = Dataset.ColumnBytes(Column);
            return AsBase64 ? (bytes + 2) / 3 * 4 : bytes;
        }
    }

    public IEnumerable<ReadOnlyMemory<byte>> Pieces() => AsBase64 ? Base64Pieces() : Slices();

    IEnumerable<ReadOnlyMemory<byte>> Slices()
    {
        foreach (var bucket in Dataset.Buckets)
            yield return bucket.Rows.Columns[Column].Data;
    }

    // Buckets do not end at multiples of three bytes: their bytes are gathered first, and only the very last part is padded.
    IEnumerable<ReadOnlyMemory<byte>> Base64Pieces()
    {
        var source = new byte[Math.Min(Base64SourceBytes, Dataset.ColumnBytes(Column))];
        var encoded = new byte[Base64.GetMaxEncodedToUtf8Length(source.Length)];
        var gathered = 0;
        foreach (var slice in Slices())
        {
            for (var offset = 0; offset < slice.Length;)
            {
                var taken = Math.Min(slice.Length - offset, source.Length - gathered);
                slice.Slice(offset, taken).CopyTo(source.AsMemory(gathered));
                (offset, gathered) = (offset + taken, gathered + taken);
                if (gathered < source.Length)
                    continue;
                yield return Encode(source, encoded, gathered);
                gathered = 0;
            }
        }

        if (gathered > 0)
            yield return Encode(source, encoded, gathered);
    }

    static ReadOnlyMemory<byte> Encode(byte[] source, byte[] encoded, int count)
    {
        Base64.EncodeToUtf8(source.AsSpan(0, count), encoded, out _, out var written);
        return encoded.AsMemory(0, written);
    }
}
