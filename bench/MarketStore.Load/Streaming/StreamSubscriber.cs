using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MarketStore.Load.Streaming;

/// <summary>A subscriber that does the least a client can: reads what there is, finds the frames, checks their numbers and times.</summary>
sealed class StreamSubscriber : IDisposable
{
    // A bar's last two columns are its number within its symbol and the time of its publication: their bytes end the frame.
    const int TailBytes = 8 + 12 + 1 + 8;

    readonly Socket _socket;
    readonly byte[] _buffer = new byte[32 << 10];
    readonly StreamPlan _plan;
    readonly long[] _next = new long[StreamPlan.Symbols];
    readonly int[] _latencies;
    int _end;

    StreamSubscriber(Socket socket, StreamPlan plan) => (_socket, _plan, _latencies) = (socket, plan, new int[plan.BarsOfSubscriber]);

    public int Received { get; private set; }

    public int Faults { get; private set; }

    /// <summary>Microseconds from publication, of the bars after the warm-up.</summary>
    public ReadOnlySpan<int> Latencies => _latencies.AsSpan(Math.Min(Received, _plan.WarmUpBars / StreamPlan.Groups)..Received);

    public static StreamSubscriber Connect(int port, int number, StreamPlan plan, bool isStalled)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (isStalled)
            socket.ReceiveBufferSize = 4 << 10;
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Encoding.ASCII.GetBytes($"GET /ws HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        var subscriber = new StreamSubscriber(socket, plan);
        while (!subscriber._buffer.AsSpan(0, subscriber._end).EndsWith("\r\n\r\n"u8))
            subscriber._end += socket.Receive(subscriber._buffer.AsSpan(subscriber._end));
        subscriber._end = 0;
        var pattern = StreamPlan.Pattern(number);
        // {"streams": [pattern]}, masked by zeros.
        byte[] request = [0x81, 0xA7, .. "streams"u8, 0x91, (byte)(0xA0 | pattern.Length), .. Encoding.ASCII.GetBytes(pattern)];
        socket.Send([0x82, (byte)(0x80 | request.Length), 0, 0, 0, 0, .. request]);
        for (var echo = new byte[2 + request.Length]; subscriber._end < echo.Length;)
            subscriber._end += socket.Receive(echo.AsSpan(subscriber._end));
        subscriber._end = 0;
        return subscriber;
    }

    public async Task ReadAsync()
    {
        while (Received < _plan.BarsOfSubscriber)
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(_end));
            if (count == 0)
                return;
            _end += count;
            TakeFrames(Stopwatch.GetTimestamp());
        }
    }

    public void Dispose() => _socket.Dispose();

    void TakeFrames(long now)
    {
        var start = 0;
        while (_end - start >= 4)
        {
            var bytes = _buffer.AsSpan(start.._end);
            var header = bytes[1] < 126 ? 2 : 4;
            var length = header + (header == 2 ? bytes[1] : BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
            if (bytes.Length < length)
                break;
            TakeFrame(bytes[header..length], now);
            start += length;
        }

        _buffer.AsSpan(start.._end).CopyTo(_buffer);
        _end -= start;
    }

    void TakeFrame(ReadOnlySpan<byte> payload, long now)
    {
        // {"key": "G3-0123/1Sec/OHLCV", ...
        if (payload[0] != 0x82 || Received == _latencies.Length)
        {
            Faults++;
            return;
        }

        var symbol = (((((payload[9] - '0') * 10) + payload[10] - '0') * 10) + payload[11] - '0') * 10 + payload[12] - '0';
        var tail = payload[^TailBytes..];
        var number = BinaryPrimitives.ReadInt64BigEndian(tail);
        if (number != _next[symbol])
            Faults++;
        _next[symbol] = number + 1;
        _latencies[Received++] = (int)((now - BinaryPrimitives.ReadInt64BigEndian(tail[^8..])) * 1_000_000 / Stopwatch.Frequency);
    }
}
