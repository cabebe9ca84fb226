using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.Streaming;
using MarketStore.Server.Streaming.Patterns;
using MarketStore.Server.Streaming.Sending;
using MarketStore.Server.Streaming.WebSockets;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Streaming;

/// <summary>The talk with one subscriber: reads what it sends, answers, and keeps its subscription.</summary>
internal sealed class StreamSession(StreamHub hub, StreamConnection connection, Stream stream, TimeProvider clock) : IAsyncDisposable
{
    // What is on its way when a connection fails is read for a moment: closing over it would take the close frame from the client.
    static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    Subscription? _subscription;
    CancellationTokenSource? _resuming;
    Task _resumes = Task.CompletedTask;

    /// <summary>Returns when the subscriber said its last.</summary>
    public async Task RunAsync()
    {
        try
        {
            await TalkAsync(new WebSocketReader(stream, hub.Options.MaxMessageBytes));
        }
        catch (WebSocketFaultException fault)
        {
            connection.Close(fault.CloseCode, fault.Message, dropQueued: true);
            await DiscardAsync();
        }
        catch (Exception fault) when (IsDisconnect(fault))
        {
            hub.Log.LogDebug(fault, "A subscriber left without a word");
        }
    }

    /// <summary>Returns when the connection may be closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_subscription is not null)
            hub.Unsubscribe(_subscription);
        _resuming?.Cancel();
        await connection.FinishAsync();
        await _resumes;
        _resuming?.Dispose();
    }

    async Task TalkAsync(WebSocketReader reader)
    {
        while (await reader.ReadAsync() is { } message)
        {
            switch (message.Opcode)
            {
                case WebSocketOpcode.Ping:
                    connection.SendPong(message.Payload.Span);
                    break;
                case WebSocketOpcode.Pong:
                    connection.PongReceived();
                    break;
                case WebSocketOpcode.Close:
                    // The answer to our own close, or the other side's: then it gets its code back.
                    connection.Close(ReadCloseCode(message.Payload.Span), "", dropQueued: true);
                    return;
                default:
                    await AnswerAsync(message);
                    break;
            }
        }
    }

    static int? ReadCloseCode(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return null;
        if (payload.Length == 1 || BinaryPrimitives.ReadUInt16BigEndian(payload) is var code && !WebSocketCloseCode.IsSendable(code))
            throw new WebSocketFaultException(WebSocketCloseCode.ProtocolError, "a close frame with half a code, or one that may not be sent");
        return Utf8.IsValid(payload[2..]) ? code : throw new WebSocketFaultException(WebSocketCloseCode.InvalidText, "the reason of a close is not UTF-8");
    }

    async Task AnswerAsync(WebSocketMessage message)
    {
        // Old clients send MessagePack in text frames too; no such message is valid UTF-8.
        var format = message.Opcode == WebSocketOpcode.Text && Utf8.IsValid(message.Payload.Span) ? StreamFormat.Json : StreamFormat.MessagePack;
        try
        {
            var request = Read(message, format);
            await connection.WaitForRepliesAsync();
            var echo = new FrameBlock(WebSocketFrame.Create(WebSocketFrame.OpcodeOf(format), message.Payload.Span), FrameCount: 1);
            if (request.Streams.Count == 0)
                connection.Send(echo);
            else
                Subscribe(request, format, echo);
        }
        catch (RpcFormatException refusal)
        {
            await connection.WaitForRepliesAsync();
            connection.Send(StreamNotices.Error(format, refusal.Message));
        }
    }

    static StreamSubscription Read(WebSocketMessage message, StreamFormat format)
    {
        if (format == StreamFormat.Json)
            return StreamSubscriptionReader.ReadJson(message.Payload);
        try
        {
            return StreamSubscriptionReader.ReadMessagePack(message.Payload);
        }
        catch (RpcFormatException) when (message.Opcode == WebSocketOpcode.Text && !Utf8.IsValid(message.Payload.Span))
        {
            throw new WebSocketFaultException(WebSocketCloseCode.InvalidText, "a text is neither UTF-8 nor MessagePack");
        }
    }

    void Subscribe(StreamSubscription request, StreamFormat format, FrameBlock echo)
    {
        var patterns = PatternSet.Create(request.Streams, hub.Options, hub.Patterns);
        if (request.From is not null && !hub.CanResume)
            throw new RpcFormatException("stored rows are not offered here: subscribe without from");
        _resuming?.Cancel();
        _subscription = hub.Subscribe(connection, _subscription, patterns, format, request, echo);
        if (request.From is null)
            return;
        _resuming = new();
        _resumes = ResumeAsync(_resumes, _subscription, _resuming);
    }

    async Task ResumeAsync(Task former, Subscription subscription, CancellationTokenSource cancellation)
    {
        // Frees the reading of messages; the stored rows are read on a thread of the pool.
        await Task.Yield();
        await former;
        try
        {
            cancellation.Token.ThrowIfCancellationRequested();
            await hub.ResumeAsync(subscription, cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            hub.Log.LogDebug("A subscriber left before it had all stored rows");
        }
#pragma warning disable CA1031 // Whatever keeps the rows from being read, the subscriber must not take silence for completeness.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            hub.Log.LogError(fault, "Stored rows could not be sent to a subscriber");
            connection.Close(WebSocketCloseCode.InternalError, "stored rows cannot be read", dropQueued: false);
        }
    }

    async Task DiscardAsync()
    {
        using var limit = new CancellationTokenSource(Linger, clock);
        var waste = new byte[4 << 10];
        try
        {
            while (await stream.ReadAsync(waste, limit.Token) > 0)
            {
            }
        }
        catch (Exception fault) when (IsDisconnect(fault))
        {
            hub.Log.LogDebug(fault, "A subscriber that broke the protocol was not waited for");
        }
    }

    static bool IsDisconnect(Exception fault) => fault is IOException or OperationCanceledException or ObjectDisposedException;
}
