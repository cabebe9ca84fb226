namespace MarketStore.Cli.Loading;

/// <summary>Rows that were passed over: all are counted, the first few are kept.</summary>
internal sealed class BadRows
{
    const int MostKept = 5;

    readonly List<BadRow> _first = [];

    public long Count { get; private set; }

    public void Add(BadRow row)
    {
        Count++;
        if (_first.Count < MostKept)
            _first.Add(row);
    }

    public void Write(TextWriter error)
    {
        if (Count == 0)
            return;
        error.WriteLine($"skipped {Count} bad {(Count == 1 ? "row" : "rows")}{(Count > _first.Count ? ", the first of them" : "")}:");
        foreach (var row in _first)
            error.WriteLine($"  {row}");
    }
}
