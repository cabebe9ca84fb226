using System.Collections.Concurrent;

namespace MarketStore.Sql.Worker.Link;

/// <summary>The worker's end of the link. A thread of its own reads what the server says, and hands it to whoever waits for it; any thread may send.</summary>
internal sealed class WorkerLink : IDisposable
{
    readonly Stream _output;
    readonly MessageReader _input;
    readonly Lock _sending = new();
    readonly Lock _asking = new();
    readonly MessageWriter _request = new();
    readonly BlockingCollection<Message> _commands = [];
    readonly BlockingCollection<Message> _answers = [];
    readonly ConcurrentDictionary<int, RemoteScan> _scans = new();

    public WorkerLink(Stream input, Stream output)
    {
        (_input, _output) = (new(input), output);
        new Thread(Receive) { Name = "link", IsBackground = true }.Start();
    }

    /// <summary>What the server wants done next.</summary>
    public Message NextCommand() => _commands.Take();

    /// <summary>Sends a message that has no answer, or one whose answer comes as a command.</summary>
    public void Send(MessageWriter message)
    {
        lock (_sending)
            message.SendTo(_output);
    }

    /// <summary>Asks the server, and waits for its answer.</summary>
    /// <exception cref="ServerRefusalException">The server says why not.</exception>
    public Message Ask(Func<MessageWriter, MessageWriter> write)
    {
        lock (_asking)
        {
            Send(write(_request));
            var answer = _answers.Take();
            if (answer.Kind != MessageKind.Refused)
                return answer;
            using (answer)
                throw new ServerRefusalException(answer.Fields.ReadText());
        }
    }

    /// <summary>The rows of a table that the server has begun to read.</summary>
    public RemoteScan OpenScan(int number) => _scans[number] = new(this, number);

    /// <summary>Rows that still come are dropped.</summary>
    public void Forget(RemoteScan scan) => _scans.TryRemove(scan.Number, out _);

    public void Dispose()
    {
        _commands.Dispose();
        _answers.Dispose();
        _request.Dispose();
        _output.Dispose();
    }

    /// <summary>Without the server there is nothing to do, whatever is at work.</summary>
    void Receive()
    {
        try
        {
            while (_input.Next() is { } message)
                Hand(message);
        }
        finally
        {
            SqlWorker.End();
        }
    }

    void Hand(Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.Rows or MessageKind.RowsRefused:
                if (_scans.TryGetValue(message.Fields.Read<int>(), out var scan))
                    scan.Deliver(message);
                else
                    message.Dispose();
                break;
            case MessageKind.Table or MessageKind.Opened or MessageKind.Refused:
                _answers.Add(message);
                break;
            default:
                _commands.Add(message);
                break;
        }
    }
}
