using System.Buffers;
using System.Buffers.Binary;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Server.Streaming.RowEncoding;

/// <summary>Frames in MessagePack: the template, with the values of a row in it.</summary>
internal sealed class MessagePackRowEncoder(MessagePackTemplate template, ColumnSeries rows) : IRowEncoder
{
    // A character's code, and its four bytes.
    const int CharacterBytes = 5;

    public int FrameBytes => template.Frame.Length;

    public void WriteFrame(ArrayBufferWriter<byte> destination, int row)
    {
        var frame = destination.GetSpan(FrameBytes)[..FrameBytes];
        template.Frame.CopyTo(frame);
        for (var index = 0; index < rows.Columns.Count; index++)
            WriteValue(frame[template.PlaceOf(index)..], rows.Columns[index], row);
        destination.Advance(frame.Length);
    }

    static void WriteValue(Span<byte> place, Column column, int row)
    {
        if (column.Type == ElementType.String16)
        {
            var characters = column.Values<uint>().Slice(row * column.TextLength, column.TextLength);
            for (var index = 0; index < characters.Length; index++)
                BinaryPrimitives.WriteUInt32BigEndian(place[(index * CharacterBytes)..], characters[index]);
            return;
        }

        switch (column.ElementBytes)
        {
            case 1: place[0] = column.Data.Span[row]; break;
            case 2: BinaryPrimitives.WriteUInt16BigEndian(place, column.Values<ushort>()[row]); break;
            case 4: BinaryPrimitives.WriteUInt32BigEndian(place, column.Values<uint>()[row]); break;
            default: BinaryPrimitives.WriteUInt64BigEndian(place, column.Values<ulong>()[row]); break;
        }
    }
}
