using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace MarketStore.Load.Wires;

/// <summary>A keep-alive connection with nothing between the bytes and the socket. Knows just enough of HTTP/1.1 for answers with a length.</summary>
sealed class HttpConnection : IConnection
{
    static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    static readonly byte[] LengthName = "\r\ncontent-length: "u8.ToArray();

    readonly Socket _socket;
    byte[] _buffer = new byte[64 << 10];

    public HttpConnection(string host, int port)
    {
        _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 120_000 };
        _socket.Connect(host, port);
    }

    /// <summary>Head and body as they go out.</summary>
    public static byte[] Request(string host, ReadOnlyMemory<byte> body) =>
        [.. Encoding.ASCII.GetBytes($"POST /rpc HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-msgpack\r\nContent-Length: {body.Length}\r\n\r\n"), .. body.Span];

    public int Call(object prepared)
    {
        Send((byte[])prepared);
        var received = 0;
        int head;
        while ((head = _buffer.AsSpan(0, received).IndexOf(EndOfHead)) < 0)
            received += Receive(received);
        var length = LengthIn(_buffer.AsSpan(0, head + 2));
        var due = head + EndOfHead.Length + length;
        if (due > _buffer.Length)
            Array.Resize(ref _buffer, due);
        while (received < due)
            received += Receive(received);
        var body = _buffer.AsSpan(head + EndOfHead.Length, length);
        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 200"u8) || IsRefusal(body))
            throw new InvalidOperationException($"the server refused: {Encoding.UTF8.GetString(_buffer.AsSpan(0, Math.Min(due, 1_000)))}");
        return length;
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>An answer that holds an error says so by a text that is not empty, near its start.</summary>
    static bool IsRefusal(ReadOnlySpan<byte> body)
    {
        var start = body[..Math.Min(body.Length, 200)];
        return start.IndexOf("message"u8) >= 0 || (start.IndexOf("\u0005error"u8) is >= 0 and var error && body.Length > error + 7 && body[error + 6] is not (0xA0 or 0xC0));
    }

    static int LengthIn(ReadOnlySpan<byte> head)
    {
        Span<byte> lower = stackalloc byte[head.Length];
        Ascii.ToLower(head, lower, out _);
        var start = lower.IndexOf(LengthName);
        return start >= 0 && Utf8Parser.TryParse(lower[(start + LengthName.Length)..], out int length, out _) ? length : throw new InvalidOperationException("an answer without a length");
    }

    void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[_socket.Send(bytes)..];
    }

    int Receive(int at)
    {
        var count = _socket.Receive(_buffer.AsSpan(at));
        return count > 0 ? count : throw new InvalidOperationException("the server closed the connection");
    }
}
