namespace MarketStore.Sql.Rewriting;

/// <summary>What names mean at a place of a statement.</summary>
internal sealed class Scope(Scope? outer)
{
    readonly Dictionary<string, IReadOnlyList<(string Name, ValueKind Kind)>> _withs = new(StringComparer.OrdinalIgnoreCase);

    readonly Dictionary<string, ValueKind> _aliases = new(StringComparer.OrdinalIgnoreCase);

    public List<Relation> Relations { get; } = [];

    /// <summary>A name that the select list gives, which conditions may use where no table has a column of that name.</summary>
    public void AddAlias(string name, ValueKind kind) => _aliases.TryAdd(name, kind);

    public ValueKind KindOfAlias(IReadOnlyList<string> names) => names.Count == 1 ? _aliases.GetValueOrDefault(names[0]) : ValueKind.Other;

    public void AddWith(string name, IReadOnlyList<(string Name, ValueKind Kind)> columns) => _withs[name] = columns;

    public IReadOnlyList<(string Name, ValueKind Kind)>? FindWith(string name) => _withs.TryGetValue(name, out var columns) ? columns : outer?.FindWith(name);

    /// <summary>The relation that a column is of, or null.</summary>
    public Relation? Find(IReadOnlyList<string> names)
    {
        foreach (var relation in Relations)
        {
            if (names.Count == 1 ? relation.Has(names[0]) : relation.Alias.Equals(names[^2], StringComparison.OrdinalIgnoreCase) && relation.Has(names[^1]))
                return relation;
        }

        return outer?.Find(names);
    }

    /// <summary>A table of ours that a column called Timestamp can be of, or null.</summary>
    public Relation? FindTimestamped(IReadOnlyList<string> names)
    {
        foreach (var relation in Relations)
        {
            if (relation.Source is { HasTimes: true } && (names.Count == 1 || relation.Alias.Equals(names[^2], StringComparison.OrdinalIgnoreCase)))
                return relation;
        }

        return outer?.FindTimestamped(names);
    }
}
