using MarketStore.Sql.Tables;

namespace MarketStore.Sql.Execution;

/// <summary>What EXPLAIN tells: a line for each step, and what was read of each table.</summary>
internal sealed class PlanNotes
{
    readonly List<string> _lines = [];
    readonly List<StatementTable> _tables = [];

    public IReadOnlyList<string> Lines => _lines;

    public IReadOnlyList<StatementTable> Tables => _tables;

    public void Add(string line) => _lines.Add(line);

    public void Add(IEnumerable<StatementTable> tables) => _tables.AddRange(tables);
}
