using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Console;

/// <summary>
/// The server's log: one JSON object per line. Entries are formatted by the thread that logs and written by a thread of the log's own, through a bounded queue:
/// a reader of the output that stands still costs log lines and never stops the server. How many were lost is logged once there is room again.
/// </summary>
public sealed class JsonLineLog : ILoggerProvider
{
    const int QueuedLines = 8192;

    static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(2);

    readonly BlockingCollection<byte[]> _lines = new(QueuedLines);
    readonly Stream _output;
    readonly TimeProvider _clock;
    readonly Thread _writer;
    int _lost;

    /// <param name="output">Takes the lines; flushed whenever the queue is empty. Stays open.</param>
    /// <param name="clock">Gives the times, in its own zone.</param>
    public JsonLineLog(Stream output, TimeProvider clock)
    {
        _output = output;
        _clock = clock;
        _writer = new Thread(WriteLines) { Name = "log", IsBackground = true };
        _writer.Start();
    }

    public ILogger CreateLogger(string categoryName) => new JsonLineLogger(this);

    /// <summary>Writes what is queued, and gives up on an output that takes nothing for two seconds.</summary>
    public void Dispose()
    {
        if (_lines.IsAddingCompleted)
            return;
        _lines.CompleteAdding();
        // The collection is left to the collector: the writer may still stand in the output.
        _writer.Join(LongestFlush);
    }

    /// <summary>Writes a text as it is, between log lines.</summary>
    public void AddText(string text) => AddLine(Encoding.UTF8.GetBytes(text));

    internal void Add(LogLevel level, string message, Exception? exception) =>
        AddLine(JsonLineFormatter.Format(level, _clock.GetLocalNow(), message, exception));

    void AddLine(byte[] line)
    {
        if (!TryAdd(line))
            Interlocked.Increment(ref _lost);
    }

    bool TryAdd(byte[] line)
    {
        try
        {
            return _lines.TryAdd(line);
        }
        catch (InvalidOperationException)
        {
            // The log was closed meanwhile.
            return false;
        }
    }

    void WriteLines()
    {
        try
        {
            foreach (var line in _lines.GetConsumingEnumerable())
                Write(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody reads the output any more, and there is nowhere else to say so. Later lines count as lost.
            _lines.CompleteAdding();
        }
    }

    void Write(byte[] line)
    {
        _output.Write(line);
        if (_lines.Count > 0)
            return;
        var lost = Interlocked.Exchange(ref _lost, 0);
        if (lost > 0)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{lost} log lines were lost: the output took none");
            _output.Write(JsonLineFormatter.Format(LogLevel.Warning, _clock.GetLocalNow(), text, exception: null));
        }

        _output.Flush();
    }
}
