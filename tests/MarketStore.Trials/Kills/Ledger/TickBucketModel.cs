using MarketStore.TestKit.Rpc;

namespace MarketStore.Trials.Kills.Ledger;

/// <summary>A bucket of variable records whose rows say which tick of which batch they are.</summary>
/// <param name="paddingColumns">Further columns, to make rows large; they are written and not compared.</param>
sealed class TickBucketModel(string key, int paddingColumns = 0) : BucketModel(key)
{
    readonly Dictionary<long, TickBatch> _batches = [];

    public IReadOnlyList<TypedColumn> Add(int version, long batch, IReadOnlyList<Tick> ticks)
    {
        _batches.Add(batch, new(version, ticks));
        var marks = ticks.Select(tick => Mark.Of(Key, batch, tick.Number)).ToArray();
        var padding = marks.Select(mark => (double)mark).ToArray();
        return
        [
            TypedColumn.Of("Epoch", ticks.Select(tick => tick.Epoch).ToArray()),
            TypedColumn.Of("Batch", Enumerable.Repeat(batch, ticks.Count).ToArray()),
            TypedColumn.Of("Number", ticks.Select(tick => tick.Number).ToArray()),
            TypedColumn.Of("Mark", marks),
            .. Enumerable.Range(0, paddingColumns).Select(column => TypedColumn.Of($"Padding{column}", padding)),
            TypedColumn.Of("Nanoseconds", ticks.Select(tick => tick.Nanoseconds).ToArray()),
        ];
    }

    public override TimeRange? ChangedIn(int version) => _batches.Values.FirstOrDefault(batch => batch.Version == version)?.Range;

    public override void Retract(int version)
    {
        foreach (var batch in _batches.Where(batch => batch.Value.Version == version).Select(batch => batch.Key).ToList())
            _batches.Remove(batch);
    }

    public override void Check(BucketAnswer? answer, TimeRange range, Versions versions, Findings findings)
    {
        var counts = answer is null ? [] : CountRows(answer, range, findings);
        foreach (var (number, batch) in _batches)
        {
            if (!batch.Range.Overlaps(range))
                continue;
            var due = batch.CountIn(range);
            var found = counts.GetValueOrDefault(number)?.Values.Sum() ?? 0;
            if (due == 0)
                continue;
            if (found == 0)
                versions.Narrow(0, batch.Version - 1, findings, () => $"{Key}: no tick of batch {number}");
            else if (found < due)
                findings.Add(batch.Version <= versions.Acknowledged ? Damage.Lost : Damage.Half, $"{Key}: {found} of {due} ticks of batch {number}");
            else
                versions.Narrow(batch.Version, int.MaxValue, findings, () => $"{Key}: the ticks of batch {number}");
        }
    }

    /// <summary>How often each tick of each batch is there.</summary>
    Dictionary<long, Dictionary<int, int>> CountRows(BucketAnswer answer, TimeRange range, Findings findings)
    {
        var counts = new Dictionary<long, Dictionary<int, int>>();
        var (epochs, nanoseconds, batches) = (answer.Column<long>("Epoch"), answer.Column<int>("Nanoseconds"), answer.Column<long>("Batch"));
        var (numbers, marks) = (answer.Column<int>("Number"), answer.Column<long>("Mark"));
        var previous = default((long Batch, Tick Tick));
        for (var row = 0; row < answer.RowCount; row++)
        {
            var tick = new Tick(epochs[row], nanoseconds[row], numbers[row]);
            var number = batches[row];
            if (!_batches.TryGetValue(number, out var batch) || !batch.Holds(tick) || !range.Contains(tick.Epoch) || marks[row] != Mark.Of(Key, number, tick.Number))
            {
                findings.Add(Damage.Phantom, $"{Key}: {tick} of batch {number} with {marks[row]}");
                continue;
            }

            // Ticks of one time stay in the order in which they came.
            if (tick.IsBefore(previous.Tick) || (tick.IsAtTimeOf(previous.Tick) && (number, tick.Number).CompareTo((previous.Batch, previous.Tick.Number)) < 0))
                findings.Add(Damage.Disordered, $"{Key}: {tick} of batch {number} behind {previous.Tick} of batch {previous.Batch}");
            previous = (number, tick);
            if (!counts.TryGetValue(number, out var ofBatch))
                counts.Add(number, ofBatch = []);
            ofBatch[tick.Number] = ofBatch.GetValueOrDefault(tick.Number) + 1;
            if (ofBatch[tick.Number] > batch.CountOf(tick.Number))
                findings.Add(Damage.Doubled, $"{Key}: {tick} of batch {number}, time {ofBatch[tick.Number]} of {batch.CountOf(tick.Number)}");
        }

        return counts;
    }
}
