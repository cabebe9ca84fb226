using System.Buffers.Binary;
using System.IO.Hashing;
using MarketStore.Trials.Fuzz.Mutation;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Puts the checksums of a segment of our log right, by docs/wal.md, so that what was changed gets behind them.</summary>
static class LogSeal
{
    const int SegmentHeaderBytes = 64;
    const int RecordHeaderBytes = 40;
    const int MaxKind = 7;

    public static byte[] Seal(byte[] segment, Chance chance)
    {
        var sealedBytes = segment.ToArray();
        if (sealedBytes.Length < SegmentHeaderBytes)
            return sealedBytes;
        "SMWALLOG"u8.CopyTo(sealedBytes);
        BinaryPrimitives.WriteInt32LittleEndian(sealedBytes.AsSpan(8), 1);
        // The header also says what counts of a predecessor that is not there, and which number comes next: mostly as it was made.
        if (!chance.OneIn(8))
            sealedBytes.AsSpan(24, 24).Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(sealedBytes.AsSpan(56), XxHash3.HashToUInt64(sealedBytes.AsSpan(0, 56)));
        var number = BinaryPrimitives.ReadUInt64LittleEndian(sealedBytes.AsSpan(16));
        for (var position = SegmentHeaderBytes; position + RecordHeaderBytes <= sealedBytes.Length;)
            position += SealRecord(sealedBytes.AsSpan(position), number, isHonest: !chance.OneIn(16));
        return sealedBytes;
    }

    /// <summary>Returns the bytes of the record. An honest one that claims too much gets what is there.</summary>
    static int SealRecord(Span<byte> record, ulong number, bool isHonest)
    {
        const int AlmostGibibyte = (1 << 30) - 1;
        "MSRC"u8.CopyTo(record);
        record[4] = (byte)(record[4] % (MaxKind + 1));
        var bodyBytes = BinaryPrimitives.ReadInt32LittleEndian(record[8..]);
        if (bodyBytes < 0 || bodyBytes > record.Length - RecordHeaderBytes)
        {
            bodyBytes = record.Length - RecordHeaderBytes;
            BinaryPrimitives.WriteInt32LittleEndian(record[8..], bodyBytes);
        }

        if (!isHonest)
            BinaryPrimitives.WriteInt32LittleEndian(record[8..], AlmostGibibyte);
        BinaryPrimitives.WriteUInt64LittleEndian(record[24..], XxHash3.HashToUInt64(record.Slice(RecordHeaderBytes, bodyBytes)));
        BinaryPrimitives.WriteUInt64LittleEndian(record[32..], XxHash3.HashToUInt64(record[..32], (long)number));
        return RecordHeaderBytes + bodyBytes;
    }
}
