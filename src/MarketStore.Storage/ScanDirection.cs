namespace MarketStore.Storage;

/// <summary>Which end of a range a limit counts from.</summary>
public enum ScanDirection
{
    First = 0,
    Last = 1,
}
