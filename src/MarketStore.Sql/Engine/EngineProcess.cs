using System.Diagnostics;
using MarketStore.Core.Errors;
using MarketStore.Sql.Tables;
using MarketStore.Sql.Text;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Engine;

/// <summary>
/// The SQL engine in a process of its own: the system bounds its memory, and it can be ended at any time, whatever it is at. It asks back for the rows of tables.
/// One statement at a time, for one thread; any thread may end it.
/// </summary>
internal sealed class EngineProcess : IDisposable
{
    readonly Process _process;
    readonly Stream _output;
    readonly MessageReader _input;
    readonly MessageWriter _message = new();
    readonly LastWords _lastWords;
    readonly TableServer _tables = new();
    readonly Lock _gate = new();
    volatile bool _isEnded;
    bool _isDisposed;

    EngineProcess(Process process, SqlOptions options)
    {
        (_process, ProcessId) = (process, process.Id);
        _output = process.StandardInput.BaseStream;
        _input = new(process.StandardOutput.BaseStream);
        _lastWords = new(process);
        var settings = new Settings(options.Threads, options.MemoryBytes, Math.Clamp(options.MaxResultBytes, MinMessageBytes, MessageReader.MaxBytes / 2));
        _message.Begin(MessageKind.Settings);
        settings.Write(_message);
    }

    /// <summary>Plans and trees of statements come as rows too, however small results are to be.</summary>
    const long MinMessageBytes = 64L << 20;

    /// <summary>The tables of the statement at work.</summary>
    public StatementTables? Tables { get; set; }

    /// <summary>False after a fault that leaves nothing to go on with.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>By which the system knows it.</summary>
    public int ProcessId { get; }

    /// <summary>How it ended by itself, or by someone else than its owner; null if it did not.</summary>
    public string? EndReason => HasEnded && !_isEnded ? $"exit code {_process.ExitCode}{_lastWords}" : null;

    /// <summary>Bytes that it holds now.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? 0 : _process.WorkingSet64;
        }
    }

    /// <summary>True when it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <exception cref="MarketStoreException">The engine does not start.</exception>
    public static EngineProcess Start(SqlOptions options)
    {
        var engine = new EngineProcess(WorkerProgram.Start(), options);
        try
        {
            engine.Send();
            using (engine.Await(MessageKind.Ready))
                return engine;
        }
        catch (Exception error) when (error is EngineException or EngineLostException)
        {
            engine.Dispose();
            throw SqlErrors.Of(ErrorKind.Unavailable, $"the SQL engine does not start: {error.Message}");
        }
    }

    /// <summary>Begins to carry out one query. The caller disposes what is returned before it asks for more.</summary>
    /// <param name="sql">One SELECT statement, or EXPLAIN of one where <paramref name="isExplain"/> says so.</param>
    /// <param name="isExplain">True for EXPLAIN.</param>
    /// <param name="texts">Values of the parameters.</param>
    /// <exception cref="EngineException">The statement makes no sense, or cannot be carried out.</exception>
    /// <exception cref="EngineLostException">The engine ended over it.</exception>
    public EngineResult Query(string sql, bool isExplain = false, params ReadOnlySpan<string> texts)
    {
        _message.Begin(MessageKind.Query).Write(isExplain).Write(sql).Write(texts.Length);
        foreach (var text in texts)
            _message.Write(text);
        Send();
        using var answer = Await(MessageKind.Columns);
        var fields = answer.Fields;
        var columns = new ResultShape[fields.Read<int>()];
        for (var position = 0; position < columns.Length; position++)
            columns[position] = ResultShape.Read(ref fields);
        return new(this, columns);
    }

    /// <summary>The next rows of the result. The caller disposes the message.</summary>
    public Message Fetch()
    {
        _message.Begin(MessageKind.Fetch);
        Send();
        return Await(MessageKind.Chunks);
    }

    /// <summary>No more rows of the result are wanted.</summary>
    public void Close()
    {
        if (!IsUsable)
            return;
        try
        {
            _message.Begin(MessageKind.Close);
            Send();
            Await(MessageKind.Closed).Dispose();
        }
        catch (Exception error) when (error is EngineException or EngineLostException)
        {
            IsUsable = false;
        }
    }

    /// <summary>Ends the process, whatever it is at. Any thread.</summary>
    public void End()
    {
        _isEnded = true;
        Kill();
    }

    public void Dispose()
    {
        End();
        lock (_gate)
            _isDisposed = true;
        _tables.Dispose();
        _message.Dispose();
        _output.Dispose();
        _process.Dispose();
    }

    void Kill()
    {
        lock (_gate)
        {
            if (!_isDisposed)
                _process.Kill();
        }
    }

    void Send()
    {
        try
        {
            _message.SendTo(_output);
        }
        catch (IOException error)
        {
            throw Lost(error);
        }
    }

    /// <summary>Waits for an answer, and does meanwhile what the engine asks for.</summary>
    Message Await(MessageKind expected)
    {
        while (true)
        {
            var message = Receive();
            if (message.Kind == expected)
                return message;
            using (message)
            {
                switch (message.Kind)
                {
                    case MessageKind.Failed:
                        throw Failure(message.Fields.ReadText());
                    case MessageKind.TooLarge:
                        throw new ResultTooLargeException();
                    default:
                        Answer(message);
                        break;
                }
            }
        }
    }

    void Answer(Message request)
    {
        try
        {
            if (_tables.TryAnswer(request, Tables, _message))
                Send();
        }
        catch (InvalidDataException error)
        {
            throw Lost(error);
        }
    }

    Message Receive()
    {
        try
        {
            return _input.Next() ?? throw Lost(null);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ObjectDisposedException)
        {
            throw Lost(error);
        }
    }

    /// <summary>What the engine says of a failure; where our own code refused, that refusal.</summary>
    Exception Failure(string text)
    {
        _tables.CloseAll();
        var failure = new EngineException(text);
        IsUsable &= !failure.IsFatal;
        return Tables?.Failure ?? failure;
    }

    EngineLostException Lost(Exception? cause)
    {
        IsUsable = false;
        Kill();
        _process.WaitForExit();
        return new(EndReason ?? "it was ended", cause);
    }
}
