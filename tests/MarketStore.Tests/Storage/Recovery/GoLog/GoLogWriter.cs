using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MarketStore.Core.Types;

namespace MarketStore.Tests.Storage.Recovery.GoLog;

/// <summary>Writes logs as the Go server does, message by message.</summary>
sealed class GoLogWriter
{
    readonly MemoryStream _bytes = new();

    public static byte[] Status(byte fileStatus = 1, byte replayState = 1, long owner = 1_615_734_500_000_000_001) => [2, fileStatus, replayState, .. Int64(owner)];

    public static byte[] State(long group, byte destination, byte state) => [1, .. Int64(group), destination, state];

    public static byte[] Group(long id, params byte[][] commands)
    {
        byte[] body = [.. Int64(id), .. Int64(commands.Length), .. commands.SelectMany(command => command)];
        byte[] hashed = [.. Int64(body.Length), .. body];
#pragma warning disable CA5351 // MD5 is the format's checksum.
        return [0, .. hashed, .. MD5.HashData(hashed)];
#pragma warning restore CA5351
    }

    public static byte[] Command(RecordType recordType, string path, long index, byte[] data, int variableRowBytes, long offset = 0, params DataShape[] columns) =>
    [
        (byte)recordType, .. BitConverter.GetBytes((short)Encoding.UTF8.GetByteCount(path)), .. Encoding.UTF8.GetBytes(path),
        .. BitConverter.GetBytes(data.Length), .. BitConverter.GetBytes(variableRowBytes), .. Int64(offset), .. Int64(index), .. data,
        (byte)(columns.Length + 1), .. Shape(new("Epoch", ElementType.Int64)), .. columns.SelectMany(Shape),
    ];

    /// <summary>A fixed row of one f4 column called P.</summary>
    public static byte[] Bar(string path, long index, float price) => Command(RecordType.Fixed, path, index, BitConverter.GetBytes(price), 0, columns: new DataShape("P", ElementType.Float32));

    /// <summary>Ticks of one f4 column called P.</summary>
    public static byte[] Ticks(string path, long index, params (float Price, uint Ticks)[] rows) => Command(
        RecordType.Variable, path, index, rows.SelectMany(row => BitConverter.GetBytes(row.Price).Concat(BitConverter.GetBytes(row.Ticks))).ToArray(), 8, columns: new DataShape("P", ElementType.Float32));

    public GoLogWriter Add(params byte[][] messages)
    {
        foreach (var message in messages)
            _bytes.Write(message);
        return this;
    }

    /// <summary>A group as a commit writes it: announced, written, confirmed.</summary>
    public GoLogWriter Commit(long id, params byte[][] commands) => Add(State(id, 0, 0), Group(id, commands), State(id, 0, 2));

    public GoLogWriter Checkpoint(long id) => Add(State(id, 1, 0), State(id, 1, 2));

    public byte[] ToArray() => _bytes.ToArray();

    static byte[] Shape(DataShape shape) => [(byte)Encoding.UTF8.GetByteCount(shape.Name), .. Encoding.UTF8.GetBytes(shape.Name), (byte)shape.Type];

    static byte[] Int64(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
