namespace MarketStore.Storage.Listing;

/// <summary>The numbers of the transaction groups that no checkpoint covers yet. Eight bytes each, since they rise in every log that is sound.</summary>
internal sealed class PendingGroups
{
    readonly List<long> _rising = [];
    readonly SortedSet<long> _others = [];

    public long Count => _rising.Count + _others.Count;

    /// <summary>Returns false for a number that is there already.</summary>
    public bool TryAdd(long group)
    {
        if (_rising.Count == 0 || group > _rising[^1])
        {
            // What is larger than all that rise may stand among the others all the same.
            if (_others.Contains(group))
                return false;
            _rising.Add(group);
            return true;
        }

        return _rising.BinarySearch(group) < 0 && _others.Add(group);
    }

    /// <summary>Everything up to a group is in the files, if the group is one that is there.</summary>
    public void Cover(long group)
    {
        var place = _rising.BinarySearch(group);
        if (place < 0 && !_others.Contains(group))
            return;
        _rising.RemoveRange(0, place < 0 ? ~place : place + 1);
        _others.RemoveWhere(other => other <= group);
    }
}
