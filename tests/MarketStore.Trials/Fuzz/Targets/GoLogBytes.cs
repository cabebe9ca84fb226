using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Writes logs as the Go server does, and puts their checksums right, by docs/wal.md, "Logs of the Go server".</summary>
static class GoLogBytes
{
    const int ChecksumBytes = 16;
    const int StateBytes = 11;
    const byte Float32 = 0;

    public static byte[] Status(byte replayState = 1) => [2, 1, replayState, .. Int64(1_615_734_500_000_000_001)];

    public static byte[] Commit(long id, params byte[][] commands)
    {
        byte[] body = [.. Int64(id), .. Int64(commands.Length), .. commands.SelectMany(command => command)];
        return [.. State(id, 0, 0), 0, .. Int64(body.Length), .. body, .. Checksum([.. Int64(body.Length), .. body]), .. State(id, 0, 2)];
    }

    public static byte[] Checkpoint(long id) => [.. State(id, 1, 0), .. State(id, 1, 2)];

    /// <summary>A row of one column, P.</summary>
    public static byte[] Bar(string path, long index, float price) => Command(0, path, index, BitConverter.GetBytes(price), 0);

    /// <summary>Ticks of one column, P.</summary>
    public static byte[] Ticks(string path, long index, params (float Price, uint Ticks)[] rows) =>
        Command(1, path, index, [.. rows.SelectMany(row => BitConverter.GetBytes(row.Price).Concat(BitConverter.GetBytes(row.Ticks)))], 8);

    /// <summary>Walks the messages and writes the checksum of every group anew; a group that claims too much gets what is there.</summary>
    public static byte[] Seal(byte[] log)
    {
        var sealedBytes = log.ToArray();
        for (var position = 0; position < sealedBytes.Length;)
        {
            var step = sealedBytes[position] switch
            {
                0 => SealGroup(sealedBytes.AsSpan(position)),
                1 or 2 => StateBytes,
                _ => 1,
            };
            position += step;
        }

        return sealedBytes;
    }

    static int SealGroup(Span<byte> group)
    {
        const int LeadBytes = 1 + sizeof(long);
        var most = group.Length - LeadBytes - ChecksumBytes;
        if (most < 16)
            return 1;
        var length = BinaryPrimitives.ReadInt64LittleEndian(group[1..]);
        if (length < 16 || length > most)
        {
            length = most;
            BinaryPrimitives.WriteInt64LittleEndian(group[1..], length);
        }

        var end = LeadBytes + (int)length;
        Checksum(group[1..end]).CopyTo(group[end..]);
        return end + ChecksumBytes;
    }

#pragma warning disable CA5351 // MD5 is the format's checksum.
    static byte[] Checksum(ReadOnlySpan<byte> bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351

    static byte[] State(long group, byte destination, byte state) => [1, .. Int64(group), destination, state];

    static byte[] Command(byte recordType, string path, long index, byte[] data, int variableRowBytes) =>
    [
        recordType, .. BitConverter.GetBytes((short)Encoding.UTF8.GetByteCount(path)), .. Encoding.UTF8.GetBytes(path), .. BitConverter.GetBytes(data.Length), .. BitConverter.GetBytes(variableRowBytes),
        .. Int64(0), .. Int64(index), .. data, 2, .. Shape("Epoch", 3), .. Shape("P", Float32),
    ];

    static byte[] Shape(string name, byte type) => [(byte)name.Length, .. Encoding.UTF8.GetBytes(name), type];

    static byte[] Int64(long value) => BitConverter.GetBytes(value);
}
