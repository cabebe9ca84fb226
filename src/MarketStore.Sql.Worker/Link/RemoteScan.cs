namespace MarketStore.Sql.Worker.Link;

/// <summary>A table that the server reads for this process. For one thread at a time.</summary>
internal sealed class RemoteScan(WorkerLink link, int number) : IDisposable
{
    readonly MessageWriter _request = new();
    readonly SemaphoreSlim _arrived = new(0);
    Message? _message;
    int _count;
    bool _isAsked;

    public int Number { get; } = number;

    /// <summary>The next rows: the server reads those after them meanwhile. The caller disposes the message.</summary>
    /// <exception cref="ServerRefusalException">The server cannot read on.</exception>
    public Message Next()
    {
        Ask();
        _arrived.Wait();
        var message = _message!;
        _isAsked = false;
        var fields = message.Fields;
        _ = fields.Read<int>();
        if (message.Kind == MessageKind.RowsRefused)
        {
            using (message)
                throw new ServerRefusalException(fields.ReadText());
        }

        // Whoever wants but the first rows does not have more of them read.
        if (++_count > 1 && !fields.Read<bool>())
            Ask();
        return message;
    }

    /// <summary>Takes what the server has sent.</summary>
    public void Deliver(Message message)
    {
        _message = message;
        _arrived.Release();
    }

    public void Dispose()
    {
        link.Forget(this);
        link.Send(_request.Begin(MessageKind.Leave).Write(Number));
        _request.Dispose();
    }

    void Ask()
    {
        if (_isAsked)
            return;
        _isAsked = true;
        link.Send(_request.Begin(MessageKind.Read).Write(Number));
    }
}
