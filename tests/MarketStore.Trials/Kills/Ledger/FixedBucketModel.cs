using MarketStore.TestKit.Rpc;

namespace MarketStore.Trials.Kills.Ledger;

/// <summary>A bucket of fixed records: for each slot the batches that have written it, one after the other.</summary>
sealed class FixedBucketModel(string key) : BucketModel(key)
{
    readonly int _slotSeconds = SlotSecondsOf(key);
    readonly Dictionary<long, List<(int Version, long Batch)>> _slots = [];
    readonly Dictionary<int, TimeRange> _changes = [];

    /// <summary>Puts a row of this batch into each of the slots; tells the columns to send.</summary>
    public IReadOnlyList<TypedColumn> Add(int version, long batch, long[] epochs)
    {
        foreach (var epoch in epochs)
        {
            if (!_slots.TryGetValue(epoch, out var writes))
                _slots.Add(epoch, writes = []);
            writes.Add((version, batch));
        }

        _changes.Add(version, new(epochs.Min(), epochs.Max()));
        var marks = epochs.Select(epoch => Mark.Of(Key, batch, epoch)).ToArray();
        return
        [
            TypedColumn.Of("Epoch", epochs),
            TypedColumn.Of("Batch", Enumerable.Repeat(batch, epochs.Length).ToArray()),
            TypedColumn.Of("Mark", marks),
            TypedColumn.Of("Price", marks.Select(PriceOf).ToArray()),
            TypedColumn.Of("Flag", marks.Select(FlagOf).ToArray()),
        ];
    }

    public override TimeRange? ChangedIn(int version) => _changes.TryGetValue(version, out var range) ? range : null;

    public override void Retract(int version)
    {
        if (!_changes.Remove(version))
            return;
        foreach (var (epoch, writes) in _slots)
        {
            if (writes[^1].Version == version)
                writes.RemoveAt(writes.Count - 1);
            if (writes.Count == 0)
                _slots.Remove(epoch);
        }
    }

    public override void Check(BucketAnswer? answer, TimeRange range, Versions versions, Findings findings)
    {
        var seen = new HashSet<long>();
        // A range takes in all of the slot that holds its start.
        if (range != TimeRange.All)
            range = range with { First = range.First - range.First % _slotSeconds };
        if (answer is not null)
            CheckRows(answer, range, versions, findings, seen);
        foreach (var (epoch, writes) in _slots)
        {
            if (range.Contains(epoch) && !seen.Contains(epoch))
                versions.Narrow(0, writes[0].Version - 1, findings, () => $"{Key}: no row at {epoch}");
        }
    }

    void CheckRows(BucketAnswer answer, TimeRange range, Versions versions, Findings findings, HashSet<long> seen)
    {
        var epochs = answer.Column<long>("Epoch");
        var batches = answer.Column<long>("Batch");
        var marks = answer.Column<long>("Mark");
        var prices = answer.Column<float>("Price");
        var flags = answer.Column<byte>("Flag");
        for (var row = 0; row < answer.RowCount; row++)
        {
            var (epoch, batch) = (epochs[row], batches[row]);
            if (!seen.Add(epoch))
                findings.Add(Damage.Doubled, $"{Key}: two rows at {epoch}");
            if (row > 0 && epoch < epochs[row - 1])
                findings.Add(Damage.Disordered, $"{Key}: {epoch} after {epochs[row - 1]}");
            var mark = Mark.Of(Key, batch, epoch);
            var write = _slots.TryGetValue(epoch, out var writes) ? writes.FindIndex(candidate => candidate.Batch == batch) : -1;
            if (write < 0 || !range.Contains(epoch) || marks[row] != mark || prices[row] != PriceOf(mark) || flags[row] != FlagOf(mark))
            {
                findings.Add(Damage.Phantom, $"{Key}: a row at {epoch} of batch {batch} with {marks[row]}, {prices[row]}, {flags[row]}");
                continue;
            }

            var last = write + 1 < writes!.Count ? writes[write + 1].Version - 1 : int.MaxValue;
            versions.Narrow(writes[write].Version, last, findings, () => $"{Key}: at {epoch} the row of batch {batch}");
        }
    }

    static int SlotSecondsOf(string key) => key.Split('/')[1] switch
    {
        "1Sec" => 1,
        "1Min" => 60,
        "5Min" => 300,
        "30Min" => 1_800,
        var timeframe => throw new ArgumentException($"the length of {timeframe} is not known here", nameof(key)),
    };

    static float PriceOf(long mark) => mark & 0xFFFFFF;

    static byte FlagOf(long mark) => (byte)(mark >> 32);
}
