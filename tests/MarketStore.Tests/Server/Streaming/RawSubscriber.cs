using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MarketStore.Server.Streaming;
using MarketStore.Server.Streaming.WebSockets;
using MessagePack;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>A subscriber byte by byte: it can break rules, and leave off reading.</summary>
sealed class RawSubscriber : IDisposable
{
    readonly NetworkStream _stream;

    RawSubscriber(Socket socket) => _stream = new NetworkStream(socket, ownsSocket: true) { ReadTimeout = 60_000 };

    public static async Task<RawSubscriber> ConnectAsync(int port, int? receiveBufferBytes = null)
    {
        var subscriber = await OpenAsync(port, receiveBufferBytes);
        var answer = await subscriber.AskAsync("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        return answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal) && answer.Contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", StringComparison.Ordinal)
            ? subscriber
            : throw new InvalidOperationException(answer);
    }

    /// <summary>A connection without the handshake.</summary>
    public static async Task<RawSubscriber> OpenAsync(int port, int? receiveBufferBytes = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBufferBytes is { } bytes)
            socket.ReceiveBufferSize = bytes;
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new(socket);
    }

    /// <summary>Sends a request and returns the head of the answer.</summary>
    public async Task<string> AskAsync(string request)
    {
        await SendRawAsync(Encoding.ASCII.GetBytes(request));
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(one).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    public async Task SubscribeAsync(string json)
    {
        await SendAsync(WebSocketOpcode.Binary, MessagePackSerializer.ConvertFromJson(json));
        await ReadFrameAsync();
    }

    public Task SendRawAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask();

    public Task SendAsync(byte opcode, byte[] payload, bool isFinal = true) => SendRawAsync(Frame(opcode, payload, isFinal));

    public static byte[] CloseFrame(int code) => Frame(WebSocketOpcode.Close, [(byte)(code >> 8), (byte)code]);

    public static byte[] Frame(byte opcode, byte[] payload, bool isFinal = true)
    {
        byte[] mask = [0x12, 0x34, 0x56, 0x78];
        List<byte> frame = [(byte)((isFinal ? 0x80 : 0) | opcode)];
        if (payload.Length < 126)
            frame.Add((byte)(0x80 | payload.Length));
        else if (payload.Length <= ushort.MaxValue)
            frame.AddRange([0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length]);
        else
            frame.AddRange([0x80 | 127, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length]);
        frame.AddRange(mask);
        frame.AddRange(payload.Select((value, index) => (byte)(value ^ mask[index % 4])));
        return [.. frame];
    }

    public async Task<(byte Opcode, byte[] Payload)> ReadFrameAsync()
    {
        var limit = TimeSpan.FromSeconds(60);
        var head = new byte[2];
        await _stream.ReadExactlyAsync(head).AsTask().WaitAsync(limit);
        var length = (long)(head[1] & 0x7F);
        if (length >= 126)
        {
            var extended = new byte[length == 126 ? 2 : 8];
            await _stream.ReadExactlyAsync(extended).AsTask().WaitAsync(limit);
            length = extended.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(extended) : BinaryPrimitives.ReadInt64BigEndian(extended);
        }

        var payload = new byte[length];
        await _stream.ReadExactlyAsync(payload).AsTask().WaitAsync(limit);
        return ((byte)(head[0] & 0x0F), payload);
    }

    /// <summary>The code of the close frame that comes next.</summary>
    public async Task<int> ReadCloseAsync()
    {
        var (opcode, payload) = await ReadFrameAsync();
        return opcode == WebSocketOpcode.Close ? payload.Length == 0 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(payload) : throw new InvalidOperationException($"opcode {opcode}");
    }

    /// <summary>True when the server closed the connection and sent nothing more.</summary>
    public async Task<bool> IsAtEndAsync()
    {
        try
        {
            return await _stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(60)) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _stream.Dispose();
}
