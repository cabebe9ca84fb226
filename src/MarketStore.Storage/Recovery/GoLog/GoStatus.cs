using System.Buffers.Binary;

namespace MarketStore.Storage.Recovery.GoLog;

/// <summary>The first message of a Go log: whose it is and whether it was replayed. Layout: docs/wal.md, "Logs of the Go server".</summary>
internal readonly record struct GoStatus(byte FileStatus, byte ReplayState, long OwnerId)
{
    public const int Size = 11;
    public const byte MessageId = 2;
    public const byte Open = 1;
    public const byte MaxFileStatus = 2;
    public const byte NotReplayed = 1;
    public const byte ReplayInProcess = 3;

    /// <summary>An owner that no Go server has: it refuses to start on such a file, which is what we want while we run.</summary>
    public const long SentinelOwner = 0;

    public bool NeedsReplay => ReplayState is NotReplayed or ReplayInProcess;

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        (bytes[0], bytes[1], bytes[2]) = (MessageId, FileStatus, ReplayState);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(3), OwnerId);
        return bytes;
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out GoStatus status)
    {
        status = default;
        if (source.Length < Size || source[0] != MessageId)
            return false;
        status = new(source[1], source[2], BinaryPrimitives.ReadInt64LittleEndian(source[3..]));
        return true;
    }
}
