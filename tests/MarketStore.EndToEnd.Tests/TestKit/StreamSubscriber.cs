using System.Net.Sockets;
using System.Net.WebSockets;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.MessagePack;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.TestKit;

/// <summary>A subscriber of a server's live stream.</summary>
sealed class StreamSubscriber : IDisposable
{
    readonly ClientWebSocket _socket = new();
    readonly HttpMessageInvoker _invoker;
    byte[] _message = new byte[4 << 10];

    StreamSubscriber(int? receiveBufferBytes) => _invoker = new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (receiveBufferBytes is { } bytes)
                socket.ReceiveBufferSize = bytes;
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    /// <summary>Connects, subscribes and reads the confirmation.</summary>
    /// <param name="server">The server.</param>
    /// <param name="stream">The pattern.</param>
    /// <param name="from">A Unix time in seconds, for stored rows first.</param>
    /// <param name="receiveBufferBytes">What the system takes for a subscriber that does not read; null for its default.</param>
    public static async Task<StreamSubscriber> SubscribeAsync(ServerProcess server, string stream, long? from = null, int? receiveBufferBytes = null)
    {
        var subscriber = new StreamSubscriber(receiveBufferBytes);
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        await subscriber._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.RpcPort}/ws"), subscriber._invoker, patience.Token);
        var request = new Dictionary<string, object?> { ["streams"] = new List<object?> { stream } };
        if (from is not null)
            request["from"] = from;
        var message = MessagePackEncoder.Encode(request);
        await subscriber._socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, patience.Token);
        Assert.Equal(message, await subscriber.ReceiveBytesAsync());
        return subscriber;
    }

    /// <summary>The next message.</summary>
    public async Task<IReadOnlyDictionary<string, object?>> ReceiveAsync() => Plain.Map(MessagePackDecoder.Decode((await ReceiveBytesAsync()).ToArray()), "a frame");

    /// <summary>The next message's bytes, until the one after it is asked for.</summary>
    public async Task<ReadOnlyMemory<byte>> ReceiveBytesAsync()
    {
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        var length = 0;
        while (true)
        {
            if (length == _message.Length)
                Array.Resize(ref _message, 2 * length);
            var received = await _socket.ReceiveAsync(_message.AsMemory(length), patience.Token);
            length += received.Count;
            if (received.EndOfMessage)
                return _message.AsMemory(0, length);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _invoker.Dispose();
    }
}
