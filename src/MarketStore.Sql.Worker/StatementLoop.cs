using MarketStore.Sql.Worker.DuckDb;
using MarketStore.Sql.Worker.Link;
using MarketStore.Sql.Worker.Rows;

namespace MarketStore.Sql.Worker;

/// <summary>Does what the server wants done, one after the other: a query, its rows, a message full at a time.</summary>
internal sealed class StatementLoop(WorkerLink link) : IDisposable
{
    const int FullMessageBytes = 1 << 20;

    readonly MessageWriter _answer = new();
    Settings _settings;
    DuckDbResult? _result;

    /// <summary>Returns never: the process ends with the link.</summary>
    public void Run()
    {
        using var start = link.NextCommand();
        if (Try(() => Open(start)) is not { } instance)
            return;
        var tables = instance.Tables!;
        while (true)
        {
            using var command = link.NextCommand();
            switch (command.Kind)
            {
                case MessageKind.Query:
                    tables.Clear();
                    Try(() => Begin(instance, command));
                    break;
                case MessageKind.Fetch:
                    Try(Fetch);
                    break;
                case MessageKind.Close:
                    Close();
                    link.Send(_answer.Begin(MessageKind.Closed));
                    break;
                default:
                    throw new InvalidDataException($"the server says {command.Kind}");
            }
        }
    }

    public void Dispose()
    {
        Close();
        _answer.Dispose();
    }

    DuckDbInstance Open(Message message)
    {
        var fields = message.Fields;
        _settings = Settings.Read(ref fields);
        var instance = DuckDbInstance.Open(_settings);
        instance.Tables = new(link);
        // What every statement goes through, so that the first is no slower than others and what it takes once is not counted.
        using (var first = instance.Query("SELECT json_serialize_sql($1::VARCHAR)", texts: ["SELECT 1"]))
            first.NextChunk();
        MemoryBound.Set(_settings.MemoryBytes);
        link.Send(_answer.Begin(MessageKind.Ready));
        return instance;
    }

    bool Begin(DuckDbInstance instance, Message message)
    {
        var fields = message.Fields;
        var (isExplain, sql) = (fields.Read<bool>(), fields.ReadText());
        var texts = new string[fields.Read<int>()];
        for (var position = 0; position < texts.Length; position++)
            texts[position] = fields.ReadText();
        _result = instance.Query(sql, isExplain, texts);
        _answer.Begin(MessageKind.Columns).Write(_result.Columns.Count);
        foreach (var column in _result.Columns)
            column.Write(_answer);
        link.Send(_answer);
        return true;
    }

    bool Fetch()
    {
        var result = _result ?? throw new InvalidDataException("there is no result to fetch from");
        _answer.Begin(MessageKind.Chunks);
        var isLast = _answer.Length;
        _answer.Write(false).Write(0);
        var count = 0;
        while (_answer.Length < FullMessageBytes)
        {
            if (!result.NextChunk())
            {
                // The tables are left before the server hears of the end.
                Close();
                _answer.Patch(isLast, true);
                break;
            }

            if (!ResultChunk.TryWrite(result, _answer, _settings.MaxMessageBytes))
            {
                Close();
                link.Send(_answer.Begin(MessageKind.TooLarge));
                return true;
            }

            count++;
        }

        _answer.Patch(isLast + sizeof(bool), count);
        link.Send(_answer);
        return true;
    }

    void Close()
    {
        _result?.Dispose();
        _result = null;
    }

    /// <summary>Whatever fails is told to the server.</summary>
    T? Try<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception error)
        {
            Close();
            link.Send(_answer.Begin(MessageKind.Failed).Write(error is DuckDbException ? error.Message : $"{error.GetType().Name}: {error.Message}"));
            return default;
        }
    }
}
