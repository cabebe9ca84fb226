using MarketStore.Core.Types;

namespace MarketStore.Trials.Model;

/// <summary>A key that a sequence writes to, and what a bucket made there as a rule has.</summary>
sealed record Place(string Key, bool IsVariable, IReadOnlyList<DataShape> Columns)
{
    public string Symbol => Key.Split('/')[0];

    public string Timeframe => Key.Split('/')[1];

    public string Group => Key.Split('/')[2];
}
