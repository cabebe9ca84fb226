namespace MarketStore.Plugins.Aggregation;

/// <summary>What changed in one bucket: ranges that do not touch, since a late row of long ago must not have the years in between made anew.</summary>
internal sealed class SourceRanges(long joinSeconds)
{
    readonly List<(long First, long Last)> _ranges = [];

    public IReadOnlyList<(long First, long Last)> All => _ranges;

    /// <summary>Where rows were removed: windows may be empty now.</summary>
    public List<(long First, long Last)> Removed { get; } = [];

    /// <summary>Ranges nearer to each other than the longest window become one.</summary>
    public void Add(long first, long last)
    {
        for (var position = _ranges.Count - 1; position >= 0; position--)
        {
            var known = _ranges[position];
            if (first > known.Last + joinSeconds || last < known.First - joinSeconds)
                continue;
            (first, last) = (Math.Min(first, known.First), Math.Max(last, known.Last));
            _ranges.RemoveAt(position);
        }

        _ranges.Add((first, last));
    }
}
