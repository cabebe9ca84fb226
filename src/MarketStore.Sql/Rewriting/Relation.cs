using MarketStore.Sql.Tables;
using MarketStore.Sql.Text;

namespace MarketStore.Sql.Rewriting;

/// <summary>A table or a subquery in FROM.</summary>
/// <param name="Alias">The name that columns can be led by.</param>
/// <param name="Columns">Names and kinds of its columns.</param>
/// <param name="Source">The rows, where it is a table of ours.</param>
internal sealed record Relation(string Alias, IReadOnlyList<(string Name, ValueKind Kind)> Columns, ITableSource? Source)
{
    /// <summary>The name as statements write it.</summary>
    public string QuotedAlias => SqlName.Quote(Alias);

    public bool Has(string name) => Columns.Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public ValueKind KindOf(string name) => Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Kind;
}
