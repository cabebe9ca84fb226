using MarketStore.Storage.Records;

namespace MarketStore.Storage.Operations;

/// <summary>
/// What the log holds of one bucket and its files have refused so far, in order. Under the bucket's lock; changed by the commit thread alone.
/// </summary>
internal sealed class Backlog
{
    static readonly BacklogSlots[] NoSlots = [];

    readonly List<BacklogItem> _items = [];

    public static Backlog Empty { get; } = new();

    public bool IsEmpty => _items.Count == 0;

    public long Bytes => _items.Sum(item => (long)item.Bytes);

    /// <summary>The first item, to be tried again.</summary>
    public BacklogItem First => _items[0];

    /// <summary>The first item and those of the same record behind it.</summary>
    public IReadOnlyList<BacklogItem> FirstRecord => [.. _items.TakeWhile(item => item.Place == First.Place && item.Deleted is null)];

    /// <summary>Slots of files that are there: they can be read already.</summary>
    public BacklogSlots[] VisibleSlots => _items.Count == 0 ? NoSlots : [.. _items.Select(item => item.Slots).OfType<BacklogSlots>()];

    public void Add(BacklogItem item) => _items.Add(item);

    public void RemoveFirst() => _items.RemoveAt(0);

    /// <summary>Puts others in the place of the first items.</summary>
    public void ReplaceFirst(int count, IEnumerable<BacklogItem> items)
    {
        _items.RemoveRange(0, count);
        _items.InsertRange(0, items);
    }
}
