using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace MarketStore.Storage.Wal;

/// <summary>The body of a delete record: rows of one bucket that are no more, in all years at once. Layout: docs/wal.md, "Delete".</summary>
internal sealed record DeleteRecord(uint BucketLogId, IReadOnlyList<DeletedPart> Parts)
{
    const int LeadBytes = 8;
    const int PartBytes = 20;

    public byte[] ToBytes()
    {
        var bytes = new byte[LeadBytes + Parts.Sum(part => PartBytes + part.Rows.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, BucketLogId);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Parts.Count);
        var target = bytes.AsSpan(LeadBytes);
        foreach (var part in Parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(target, part.Year);
            BinaryPrimitives.WriteUInt32LittleEndian(target[4..], part.First);
            BinaryPrimitives.WriteUInt32LittleEndian(target[8..], part.Last);
            BinaryPrimitives.WriteInt32LittleEndian(target[12..], part.RowBytes);
            BinaryPrimitives.WriteInt32LittleEndian(target[16..], part.RowBytes == 0 ? 0 : part.Rows.Length / part.RowBytes);
            part.Rows.CopyTo(target[PartBytes..]);
            target = target[(PartBytes + part.Rows.Length)..];
        }

        return bytes;
    }

    /// <summary>Returns false when the bytes make no sense.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, [NotNullWhen(true)] out DeleteRecord? record)
    {
        record = null;
        if (source.Length < LeadBytes)
            return false;
        var bucketLogId = BinaryPrimitives.ReadUInt32LittleEndian(source);
        var count = BinaryPrimitives.ReadInt32LittleEndian(source[4..]);
        var rest = source[LeadBytes..];
        if (count < 0 || count > rest.Length / PartBytes)
            return false;
        var parts = new List<DeletedPart>(count);
        for (; count > 0; count--)
        {
            if (rest.Length < PartBytes)
                return false;
            var rowBytes = BinaryPrimitives.ReadInt32LittleEndian(rest[12..]);
            var rowCount = BinaryPrimitives.ReadInt32LittleEndian(rest[16..]);
            var payload = (long)rowBytes * rowCount;
            if (rowBytes < 0 || rowCount < 0 || (rowCount > 0 && rowBytes < sizeof(uint)) || payload > rest.Length - PartBytes)
                return false;
            parts.Add(new(
                BinaryPrimitives.ReadInt32LittleEndian(rest), BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]),
                rowBytes, rest.Slice(PartBytes, (int)payload).ToArray()));
            rest = rest[(PartBytes + (int)payload)..];
        }

        record = new(bucketLogId, parts);
        return rest.IsEmpty;
    }
}
