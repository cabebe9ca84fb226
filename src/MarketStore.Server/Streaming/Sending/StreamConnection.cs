using System.Buffers.Binary;
using System.Text;
using MarketStore.Core.Keys;
using MarketStore.Protocol.Streaming;
using MarketStore.Server.Metrics;
using MarketStore.Server.Streaming.WebSockets;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Streaming.Sending;

/// <summary>
/// The sending side of one subscriber: what waits for it, in bounds, and the writes to its socket, at most one at a time. Safe for any number of threads.
/// Whoever makes something wait and is told so must hand the connection to the <see cref="StreamPump"/>.
/// </summary>
/// <param name="stream">The upgraded connection.</param>
/// <param name="abort">Cuts it: reads and writes under way fail.</param>
internal sealed class StreamConnection(Stream stream, Action abort, StreamOptions options, SendBudget budget, StreamMetrics metrics, TimeProvider clock, StreamPump pump, ILogger log)
{
    static readonly byte[] PingFrame = WebSocketFrame.Create(WebSocketOpcode.Ping, []);

    readonly Lock _gate = new();
    readonly SendQueue _queue = new(options, budget, metrics);
    StreamFormat _format;
    SlowReaderPolicy _slow;

    // In the hands of the pump, or being written.
    bool _isScheduled;
    bool _isClosing;
    bool _isEnded;
    byte[]? _pong;
    byte[]? _close;
    bool _isPingDue;
    bool _isCloseSent;
    bool _isCut;
    long _closeStarted;
    long _writeStarted;
    long _lastPing = clock.GetTimestamp();
    long _lastPong = clock.GetTimestamp();
    TaskCompletionSource? _taken;
    TaskCompletionSource? _unscheduled;

    /// <summary>How the subscription that counts now wants to be served.</summary>
    public void Use(StreamFormat format, SlowReaderPolicy slow)
    {
        lock (_gate)
            (_format, _slow) = (format, slow);
    }

    /// <summary>Takes rows if there is room, or does what the subscriber chose. Returns true when the pump must be told.</summary>
    public bool Offer(FrameBlock block)
    {
        lock (_gate)
        {
            if (_isClosing || _isEnded)
                return false;
            if (_queue.TryAdd(block))
                return NeedsPump();
            if (_slow == SlowReaderPolicy.Gap)
            {
                _queue.Miss(block.Key!, block.FrameCount);
                return false;
            }

            metrics.RowsLeftOut(block.FrameCount);
            CountCut("slow");
            StartClose(WebSocketCloseCode.PolicyViolation, "rows come faster than they are read", dropQueued: true);
            return NeedsPump();
        }
    }

    /// <summary>Counts rows as missed without having them encoded. Returns false when they can be taken.</summary>
    public bool TryMiss(TimeBucketKey key, int rowCount)
    {
        if (!_queue.IsMissing)
            return false;
        lock (_gate)
        {
            if (_isClosing || _isEnded)
                return true;
            if (!_queue.IsMissing)
                return false;
            _queue.Miss(key, rowCount);
            return true;
        }
    }

    /// <summary>Adds replies, notices and stored rows, room or not: see <see cref="WaitForRoomAsync"/> and <see cref="WaitForRepliesAsync"/>. Returns true when the pump must be told.</summary>
    public bool Enqueue(FrameBlock block)
    {
        lock (_gate)
        {
            if (_isClosing || _isEnded)
                return false;
            _queue.Add(block);
            return NeedsPump();
        }
    }

    public void Send(FrameBlock block)
    {
        if (Enqueue(block))
            pump.Schedule(this);
    }

    public void SendPong(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            // Only the latest ping needs an answer: RFC 6455, section 5.5.3.
            _pong = WebSocketFrame.Create(WebSocketOpcode.Pong, payload);
            if (!NeedsPump())
                return;
        }

        pump.Schedule(this);
    }

    public void PongReceived()
    {
        lock (_gate)
            _lastPong = clock.GetTimestamp();
    }

    /// <summary>Sends a close frame; nothing is taken any more. The first close counts.</summary>
    /// <param name="code">Null for a close frame without one.</param>
    /// <param name="reason">At most 123 bytes.</param>
    /// <param name="dropQueued">False when what waits is to arrive before.</param>
    public void Close(int? code, string reason, bool dropQueued)
    {
        lock (_gate)
        {
            StartClose(code, reason, dropQueued);
            if (!NeedsPump())
                return;
        }

        pump.Schedule(this);
    }

    /// <summary>Waits until so little waits that stored rows may follow. Returns false when that does not happen in time, or nothing will be sent any more.</summary>
    public Task<bool> WaitForRoomAsync(TimeSpan patience) => WaitAsync(() => _queue.HasRoomForStored, patience);

    /// <summary>Waits until replies have been read, so that they do not pile up. Returns false when nothing will be sent any more.</summary>
    public Task<bool> WaitForRepliesAsync() => WaitAsync(() => _queue.HasRoomForReplies, Timeout.InfiniteTimeSpan);

    /// <summary>Keeps time: pings, and cuts who does not answer or takes nothing. Called every second or so.</summary>
    public void Sweep()
    {
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            if (_isEnded)
                return;
            var writeStarted = Volatile.Read(ref _writeStarted);
            if (_isClosing)
            {
                if (clock.GetElapsedTime(_closeStarted, now) >= options.CloseTimeout)
                    Cut("closing");
            }
            else if (writeStarted != 0 && clock.GetElapsedTime(writeStarted, now) >= options.WriteTimeout)
            {
                Cut("stalled");
            }
            else if (clock.GetElapsedTime(_lastPong, now) >= options.PongTimeout)
            {
                CountCut("silent");
                StartClose(WebSocketCloseCode.PolicyViolation, "no pong came", dropQueued: true);
            }
            else if (clock.GetElapsedTime(_lastPing, now) >= options.PingInterval)
            {
                (_lastPing, _isPingDue) = (now, true);
            }

            if (!(_isPingDue || _close is not null) || !NeedsPump())
                return;
        }

        pump.Schedule(this);
    }

    /// <summary>Writes what waits until nothing does. Called by the pump; goes on by itself when the socket takes its time. Never throws.</summary>
    public async Task WriteAsync()
    {
        using var buffer = new RunBuffer();
        try
        {
            while (TryTakeRun(buffer, out var run, out var frameCount))
            {
                var write = stream.WriteAsync(run);
                if (!write.IsCompletedSuccessfully)
                {
                    Volatile.Write(ref _writeStarted, Math.Max(1, clock.GetTimestamp()));
                    await write;
                    Volatile.Write(ref _writeStarted, 0);
                }

                metrics.FramesSent(frameCount);
            }
        }
#pragma warning disable CA1031 // Whatever ends the connection, the one place that reads from it hears of it by the cut.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.LogDebug(fault, "A subscriber's connection ended while it was written to");
            lock (_gate)
            {
                End();
                Unschedule();
            }

            abort();
        }
    }

    /// <summary>Lets a close frame go out, and returns when nothing is written any more.</summary>
    public async Task FinishAsync()
    {
        Task? unscheduled = null;
        bool isCut;
        lock (_gate)
        {
            isCut = !_isClosing && _isScheduled;
            if (!_isClosing)
                End();
            if (_isScheduled)
                unscheduled = (_unscheduled = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        if (isCut)
            abort();
        if (unscheduled is not null)
            await unscheduled;
        lock (_gate)
            End();
    }

    async Task<bool> WaitAsync(Func<bool> isRoom, TimeSpan patience)
    {
        while (true)
        {
            Task taken;
            lock (_gate)
            {
                if (_isClosing || _isEnded)
                    return false;
                if (isRoom())
                    return true;
                taken = (_taken ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            try
            {
                await taken.WaitAsync(patience);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }
    }

    /// <summary>Gathers frames for one write, control frames first. Under way it is only ever called once at a time.</summary>
    bool TryTakeRun(RunBuffer buffer, out ReadOnlyMemory<byte> run, out int frameCount)
    {
        lock (_gate)
        {
            (run, frameCount) = (default, 0);
            buffer.Clear();
            if (!_isEnded && !_isCloseSent)
            {
                if (_pong is not null)
                    buffer.Add(_pong);
                if (_isPingDue)
                    buffer.Add(PingFrame);
                (_pong, _isPingDue) = (null, false);
                run = _queue.Take(buffer, _format, ref frameCount);
                SignalTaken();
                if (_queue.IsEmpty && _close is not null && buffer.HasRoom(_close.Length) && run.IsEmpty)
                {
                    buffer.Add(_close);
                    _isCloseSent = true;
                }

                if (!buffer.IsEmpty)
                    run = buffer.Gathered;
            }

            if (run.IsEmpty)
                Unschedule();
            return !run.IsEmpty;
        }
    }

    void StartClose(int? code, string reason, bool dropQueued)
    {
        if (_isClosing || _isEnded)
            return;
        _isClosing = true;
        _closeStarted = clock.GetTimestamp();
        if (dropQueued)
            _queue.Clear();
        Span<byte> payload = stackalloc byte[WebSocketFrame.MaxControlBytes];
        var length = 0;
        if (code is not null)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code.Value);
            length = 2;
            if (Encoding.UTF8.TryGetBytes(reason, payload[2..], out var reasonBytes))
                length += reasonBytes;
        }

        _close = WebSocketFrame.Create(WebSocketOpcode.Close, payload[..length]);
        SignalTaken();
    }

    void Cut(string reason)
    {
        CountCut(reason);
        End();
        // Not under the lock: it runs what waits for the connection.
        ThreadPool.UnsafeQueueUserWorkItem(static abort => abort(), abort, preferLocal: false);
    }

    // Once, however many steps it takes.
    void CountCut(string reason)
    {
        if (!_isCut)
            metrics.SubscriberCut(reason);
        _isCut = true;
    }

    void End()
    {
        _isEnded = true;
        _queue.Clear();
        SignalTaken();
    }

    bool NeedsPump()
    {
        if (_isScheduled || _isEnded || _isCloseSent)
            return false;
        return _isScheduled = true;
    }

    void Unschedule()
    {
        _isScheduled = false;
        _unscheduled?.TrySetResult();
        _unscheduled = null;
    }

    void SignalTaken()
    {
        _taken?.TrySetResult();
        _taken = null;
    }
}
