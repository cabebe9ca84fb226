using System.Buffers.Binary;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>
/// A short text of a large, mostly empty file: pieces of a kind, a place and bytes, laid over a sound file one after the other.
/// A piece is its kind (1 byte), its place (4 bytes), the count of its bytes (2 bytes) and those.
/// </summary>
readonly ref struct FileImage(ReadOnlySpan<byte> image)
{
    public const int LeadBytes = 7;

    readonly ReadOnlySpan<byte> _image = image;

    public static byte[] Piece(byte kind, uint place, params ReadOnlySpan<byte> bytes)
    {
        var piece = new byte[LeadBytes + bytes.Length];
        piece[0] = kind;
        BinaryPrimitives.WriteUInt32LittleEndian(piece.AsSpan(1), place);
        BinaryPrimitives.WriteUInt16LittleEndian(piece.AsSpan(5), (ushort)bytes.Length);
        bytes.CopyTo(piece.AsSpan(LeadBytes));
        return piece;
    }

    /// <summary>The pieces that make a file of zeros into this one.</summary>
    public static byte[] Of(ReadOnlySpan<byte> file, byte kind)
    {
        const int JoinedZeros = 8;
        var image = new List<byte>();
        for (var start = 0; start < file.Length;)
        {
            if (file[start] == 0)
            {
                start++;
                continue;
            }

            var end = start + 1;
            for (var zeros = 0; end < file.Length && zeros < JoinedZeros && end - start < ushort.MaxValue; end++)
                zeros = file[end] == 0 ? zeros + 1 : 0;
            image.AddRange(Piece(kind, (uint)start, file[start..end]));
            start = end;
        }

        return [.. image];
    }

    /// <summary>Takes the pieces in order; the last one may be cut short.</summary>
    public Enumerator GetEnumerator() => new(_image);

    public ref struct Enumerator(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> _rest = rest;

        public byte Kind { get; private set; }

        public uint Place { get; private set; }

        public ReadOnlySpan<byte> Bytes { get; private set; }

        public readonly Enumerator Current => this;

        public bool MoveNext()
        {
            if (_rest.Length < LeadBytes)
                return false;
            Kind = _rest[0];
            Place = BinaryPrimitives.ReadUInt32LittleEndian(_rest[1..]);
            var count = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(_rest[5..]), _rest.Length - LeadBytes);
            Bytes = _rest.Slice(LeadBytes, count);
            _rest = _rest[(LeadBytes + count)..];
            return true;
        }
    }
}
