using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Worker.Rows;

/// <summary>The tables of the server, as one statement meets them. Any thread of the engine.</summary>
internal sealed class RemoteTables(WorkerLink link)
{
    readonly Dictionary<int, TableShape> _found = [];

    /// <summary>The table of a name; null when the server has none. The server may give a table another number each time.</summary>
    /// <exception cref="ServerRefusalException">The server says why not.</exception>
    public TableShape? Find(string name)
    {
        using var answer = link.Ask(request => request.Begin(MessageKind.FindTable).Write(name));
        var fields = answer.Fields;
        if (!fields.Read<bool>())
            return null;
        var table = TableShape.Read(ref fields);
        lock (_found)
            _found[table.Number] = table;
        return table;
    }

    /// <summary>The table of a number that was given in this statement; null for any other.</summary>
    public TableShape? TryGet(int number)
    {
        lock (_found)
            return _found.GetValueOrDefault(number);
    }

    /// <summary>Begins to read. The caller disposes what is returned.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Positions of the columns; -1 for one of which only the rows are counted.</param>
    /// <exception cref="ServerRefusalException">The server says why not.</exception>
    public TableScanRun Open(TableShape table, int[] columns)
    {
        using var answer = link.Ask(request => request.Begin(MessageKind.Open).Write(table.Number).Write(columns.Length).WriteAll<int>(columns));
        return new(table, columns, link.OpenScan(answer.Fields.Read<int>()));
    }

    /// <summary>Forgets the tables of the statement before.</summary>
    public void Clear()
    {
        lock (_found)
            _found.Clear();
    }
}
