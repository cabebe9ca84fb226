namespace MarketStore.Trials.Model.Expected;

/// <summary>A place in a year file. Slots compare as they lie: by year, then by index.</summary>
readonly record struct Slot(int Year, long Index) : IComparable<Slot>
{
    public int CompareTo(Slot other) => Year != other.Year ? Year.CompareTo(other.Year) : Index.CompareTo(other.Index);
}
