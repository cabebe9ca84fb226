using MarketStore.Core.Time;
using MarketStore.Server.Streaming.Sending;

namespace MarketStore.Server.Streaming.Resuming;

/// <summary>Rows of one batch as they are published, and where each of them is.</summary>
internal sealed record PublishedRows(FrameBlock Block, EpochTime[] Positions)
{
    /// <summary>Rows of one position are several rows, and not one that was written over.</summary>
    public bool AreVariable { get; init; }

    /// <summary>Orders what is kept for later.</summary>
    public long Arrival { get; init; }

    /// <summary>Those of the rows that are wanted; null when none is.</summary>
    public PublishedRows? Where(Func<EpochTime, bool> isWanted)
    {
        var wanted = Array.ConvertAll(Positions, position => isWanted(position));
        if (Array.TrueForAll(wanted, row => row))
            return this;
        return Array.IndexOf(wanted, true) < 0 ? null : this with { Block = Block.Take(wanted), Positions = [.. Positions.Where((_, row) => wanted[row])] };
    }
}
