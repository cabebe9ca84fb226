using MarketStore.Sql.Tables;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Engine;

/// <summary>Answers what the engine asks for: which table a name stands for, and its rows. For one thread.</summary>
internal sealed class TableServer : IDisposable
{
    readonly Dictionary<int, TableReading> _readings = [];
    int _lastReading;

    /// <summary>Writes the answer; returns false when there is none.</summary>
    /// <param name="request">What the engine says.</param>
    /// <param name="tables">The tables of the statement at work.</param>
    /// <param name="answer">Takes the answer.</param>
    /// <exception cref="InvalidDataException">The engine says something else.</exception>
    public bool TryAnswer(Message request, StatementTables? tables, MessageWriter answer)
    {
        var fields = request.Fields;
        switch (request.Kind)
        {
            case MessageKind.FindTable:
                Guard(tables, answer.Begin(MessageKind.Table), MessageKind.Refused, fields.ReadText(), Find);
                return true;
            case MessageKind.Open:
                var number = fields.Read<int>();
                var columns = fields.ReadAll<int>(fields.Read<int>()).ToArray();
                Guard(tables, answer.Begin(MessageKind.Opened), MessageKind.Refused, (number, columns), Open);
                return true;
            case MessageKind.Read:
                Read(fields.Read<int>(), tables, answer);
                return true;
            case MessageKind.Leave:
                if (_readings.Remove(fields.Read<int>(), out var reading))
                    reading.Dispose();
                return false;
            default:
                throw new InvalidDataException($"the SQL engine says {request.Kind}");
        }
    }

    /// <summary>Ends what is still being read.</summary>
    public void CloseAll()
    {
        foreach (var reading in _readings.Values)
            reading.Dispose();
        _readings.Clear();
    }

    public void Dispose() => CloseAll();

    void Find(StatementTables? tables, MessageWriter answer, string name)
    {
        var isOurs = tables is not null && StatementTables.Knows(name);
        answer.Write(isOurs);
        if (!isOurs)
            return;
        var number = tables!.Claim(name);
        var table = tables.Tables[number];
        new TableShape(number, table.Source.RowEstimate, [.. table.Columns.Select(column => new TableColumnShape(column.Name, column.Type, column.Kind == TableColumnKind.Timestamp))]).Write(answer);
    }

    void Open(StatementTables? tables, MessageWriter answer, (int Number, int[] Columns) request)
    {
        _readings.Add(++_lastReading, new(tables!.Tables[request.Number], request.Columns, tables.CancellationToken));
        answer.Write(_lastReading);
    }

    void Read(int number, StatementTables? tables, MessageWriter answer)
    {
        answer.Begin(MessageKind.Rows).Write(number);
        if (!_readings.TryGetValue(number, out var reading))
        {
            // It was left, and asked for rows before.
            answer.Write(true).Write(0);
            return;
        }

        try
        {
            reading.Write(answer);
        }
        catch (Exception error) // Goes to whoever sent the statement.
        {
            answer.Begin(MessageKind.RowsRefused).Write(number);
            Refuse(tables, answer, error);
        }
    }

    static void Guard<T>(StatementTables? tables, MessageWriter answer, MessageKind refusal, T request, Action<StatementTables?, MessageWriter, T> step)
    {
        try
        {
            step(tables, answer, request);
        }
        catch (Exception error) // Goes to whoever sent the statement.
        {
            Refuse(tables, answer.Begin(refusal), error);
        }
    }

    static void Refuse(StatementTables? tables, MessageWriter answer, Exception error)
    {
        if (tables is not null)
            tables.Failure ??= error;
        answer.Write(error.Message);
    }
}
