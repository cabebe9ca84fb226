using System.Buffers;

namespace MarketStore.Server.Streaming.RowEncoding;

/// <summary>Writes rows of one series as frames.</summary>
internal interface IRowEncoder
{
    /// <summary>About how many bytes a frame has.</summary>
    int FrameBytes { get; }

    void WriteFrame(ArrayBufferWriter<byte> destination, int row);
}
