namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>A stored page of a file. Copies of a file share their pages until one of them writes: only the owner changes a page in place.</summary>
sealed class Page(byte[] bytes, object owner)
{
    public const int Size = 4_096;

    public byte[] Bytes => bytes;

    public object Owner => owner;
}
