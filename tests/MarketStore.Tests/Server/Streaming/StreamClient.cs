using System.Net.WebSockets;
using System.Text;
using MessagePack;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>A subscriber as the platform has it. Everything is bounded in time, so that a test that waits for what never comes fails.</summary>
sealed class StreamClient : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly ClientWebSocket _socket = new();
    readonly CancellationTokenSource _limit = new(Patience);

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<StreamClient> ConnectAsync(int port)
    {
        var client = new StreamClient();
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/ws"), client._limit.Token);
        return client;
    }

    /// <summary>Subscribes in MessagePack and waits for the confirmation.</summary>
    public static async Task<StreamClient> SubscribeAsync(int port, params string[] streams)
    {
        var client = await ConnectAsync(port);
        await client.SubscribeAsync($$"""{"streams":[{{string.Join(',', streams.Select(stream => $"\"{stream}\""))}}]}""");
        return client;
    }

    /// <param name="json">What is sent as MessagePack.</param>
    public async Task SubscribeAsync(string json)
    {
        await SendAsync(MessagePackSerializer.ConvertFromJson(json));
        Assert.Equal(json, await ReceiveAsync());
    }

    public Task SendAsync(byte[] message, WebSocketMessageType type = WebSocketMessageType.Binary) => _socket.SendAsync(message, type, endOfMessage: true, _limit.Token);

    public Task SendTextAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task<(WebSocketMessageType Type, byte[] Message)> ReceiveBytesAsync()
    {
        using var message = new MemoryStream();
        var part = new byte[16 << 10];
        while (true)
        {
            var received = await _socket.ReceiveAsync(part.AsMemory(), _limit.Token);
            message.Write(part, 0, received.Count);
            if (received.EndOfMessage)
                return (received.MessageType, message.ToArray());
        }
    }

    /// <summary>The next message as JSON, whichever way it came.</summary>
    public async Task<string> ReceiveAsync()
    {
        var (type, message) = await ReceiveBytesAsync();
        return type switch
        {
            WebSocketMessageType.Close => $"closed {(int?)_socket.CloseStatus}",
            WebSocketMessageType.Text => Encoding.UTF8.GetString(message),
            _ => MessagePackSerializer.ConvertToJson(message),
        };
    }

    public Task CloseAsync(WebSocketCloseStatus code, string reason = "") => _socket.CloseAsync(code, reason, _limit.Token);

    public void Dispose()
    {
        _socket.Dispose();
        _limit.Dispose();
    }
}
