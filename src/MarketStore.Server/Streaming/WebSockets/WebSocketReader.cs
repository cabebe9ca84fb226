using System.Buffers.Binary;

namespace MarketStore.Server.Streaming.WebSockets;

/// <summary>Reads what a client sends: frames, masked, in parts or not. One reader of one stream.</summary>
internal sealed class WebSocketReader(Stream stream, int maxMessageBytes)
{
    const int BufferBytes = 2 << 10;
    const byte FinalBit = 0x80;
    const byte ReservedBits = 0x70;
    const byte OpcodeBits = 0x0F;
    const byte MaskBit = 0x80;
    const byte LengthBits = 0x7F;

    readonly byte[] _buffer = new byte[BufferBytes];
    readonly byte[] _control = new byte[WebSocketFrame.MaxControlBytes];
    byte[] _message = [];
    int _messageBytes;
    byte _messageOpcode;
    int _start;
    int _end;

    /// <summary>The next message or control frame; null at the end of the stream.</summary>
    /// <exception cref="WebSocketFaultException">A rule or the limit is broken; nothing more can be read.</exception>
    public async ValueTask<WebSocketMessage?> ReadAsync()
    {
        while (true)
        {
            if (!await FillAsync(2))
                return null;
            var (first, second) = (_buffer[_start], _buffer[_start + 1]);
            var opcode = (byte)(first & OpcodeBits);
            var isFinal = (first & FinalBit) != 0;
            CheckHeader(first, second, opcode, isFinal);
            var lengthBytes = (second & LengthBits) switch { 126 => 2, 127 => 8, _ => 0 };
            if (!await FillAsync(2 + lengthBytes + 4))
                return null;
            var length = ReadLength(second, lengthBytes);
            var mask = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start + 2 + lengthBytes));
            _start += 2 + lengthBytes + 4;

            if (opcode >= WebSocketOpcode.Close)
            {
                if (!await TakeAsync(_control.AsMemory(0, (int)length), mask))
                    return null;
                return new(opcode, _control.AsMemory(0, (int)length));
            }

            if (!await TakePartAsync(opcode, length, mask))
                return null;
            if (isFinal)
                return TakeMessage();
        }
    }

    void CheckHeader(byte first, byte second, byte opcode, bool isFinal)
    {
        if ((first & ReservedBits) != 0)
            throw Broken("a reserved bit is set");
        if ((second & MaskBit) == 0)
            throw Broken("frames of a client must be masked");
        switch (opcode)
        {
            case WebSocketOpcode.Continuation when _messageOpcode == 0:
                throw Broken("a continuation of nothing");
            case WebSocketOpcode.Text or WebSocketOpcode.Binary when _messageOpcode != 0:
                throw Broken("a message within a message");
            case WebSocketOpcode.Close or WebSocketOpcode.Ping or WebSocketOpcode.Pong when !isFinal || (second & LengthBits) > WebSocketFrame.MaxControlBytes:
                throw Broken("a control frame in parts, or over 125 bytes");
            case WebSocketOpcode.Continuation or WebSocketOpcode.Text or WebSocketOpcode.Binary or WebSocketOpcode.Close or WebSocketOpcode.Ping or WebSocketOpcode.Pong:
                break;
            default:
                throw Broken($"an unknown opcode {opcode}");
        }
    }

    ulong ReadLength(byte second, int lengthBytes) => lengthBytes switch
    {
        2 => BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start + 2)),
        8 => BinaryPrimitives.ReadUInt64BigEndian(_buffer.AsSpan(_start + 2)),
        _ => (ulong)(second & LengthBits),
    };

    async ValueTask<bool> TakePartAsync(byte opcode, ulong length, uint mask)
    {
        if (length > (ulong)(maxMessageBytes - _messageBytes))
            throw new WebSocketFaultException(WebSocketCloseCode.TooBig, $"a message has at most {maxMessageBytes} bytes");
        if (opcode != WebSocketOpcode.Continuation)
            _messageOpcode = opcode;
        var bytes = (int)length;
        while (bytes > 0)
        {
            // Memory grows with what has come, not with what is announced.
            var part = Math.Min(bytes, BufferBytes);
            if (_messageBytes + part > _message.Length)
                Array.Resize(ref _message, Math.Max(_messageBytes + part, 2 * _message.Length));
            if (!await TakeAsync(_message.AsMemory(_messageBytes, part), mask))
                return false;
            (_messageBytes, bytes) = (_messageBytes + part, bytes - part);
        }

        return true;
    }

    WebSocketMessage TakeMessage()
    {
        var message = new WebSocketMessage(_messageOpcode, _message.AsMemory(0, _messageBytes));
        (_messageBytes, _messageOpcode) = (0, 0);
        // A connection that once sent much need not hold it for ever.
        if (_message.Length > 2 * BufferBytes)
            _message = [];
        return message;
    }

    /// <summary>Takes bytes and removes the mask. All parts but a frame's last have a multiple of four bytes, so that the mask begins anew.</summary>
    async ValueTask<bool> TakeAsync(Memory<byte> destination, uint mask)
    {
        var taken = 0;
        while (taken < destination.Length)
        {
            if (!await FillAsync(1))
                return false;
            var count = Math.Min(_end - _start, destination.Length - taken);
            _buffer.AsSpan(_start, count).CopyTo(destination.Span[taken..]);
            (_start, taken) = (_start + count, taken + count);
        }

        Unmask(destination.Span, mask);
        return true;
    }

    static void Unmask(Span<byte> bytes, uint mask)
    {
        for (var index = 0; index < bytes.Length; index++)
            bytes[index] ^= (byte)(mask >> (8 * (index & 3)));
    }

    /// <summary>Returns false at the end of the stream.</summary>
    async ValueTask<bool> FillAsync(int count)
    {
        if (_end - _start >= count)
            return true;
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        while (_end < count)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end));
            if (read == 0)
                return false;
            _end += read;
        }

        return true;
    }

    static WebSocketFaultException Broken(string what) => new(WebSocketCloseCode.ProtocolError, what);
}
