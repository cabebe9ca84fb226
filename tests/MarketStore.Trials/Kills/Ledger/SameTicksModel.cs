using MarketStore.TestKit.Rpc;

namespace MarketStore.Trials.Kills.Ledger;

/// <summary>A bucket of variable records in which every row of every batch is the same, all in one slot: nothing but their number tells what is there.</summary>
sealed class SameTicksModel(string key, long epoch) : BucketModel(key)
{
    const double Price = 101.25;

    readonly List<(int Version, int RowCount)> _sums = [(0, 0)];

    public IReadOnlyList<TypedColumn> Add(int version, int rowCount)
    {
        _sums.Add((version, _sums[^1].RowCount + rowCount));
        return
        [
            TypedColumn.Of("Epoch", Enumerable.Repeat(epoch, rowCount).ToArray()),
            TypedColumn.Of("Price", Enumerable.Repeat(Price, rowCount).ToArray()),
            TypedColumn.Of("Nanoseconds", new int[rowCount]),
        ];
    }

    public override TimeRange? ChangedIn(int version) => _sums.Exists(sum => sum.Version == version) ? new TimeRange(epoch, epoch) : null;

    public override void Retract(int version) => _sums.RemoveAll(sum => sum.Version == version);

    public override void Check(BucketAnswer? answer, TimeRange range, Versions versions, Findings findings)
    {
        if (!range.Contains(epoch))
            return;
        var count = answer?.RowCount ?? 0;
        if (answer is not null && (answer.Column<long>("Epoch").Any(value => value != epoch) || answer.Column<double>("Price").Any(value => value != Price) || answer.Column<int>("Nanoseconds").Any(value => value != 0)))
            findings.Add(Damage.Phantom, $"{Key}: a row that is unlike the others");
        var sum = _sums.FindIndex(candidate => candidate.RowCount == count);
        if (sum >= 0)
            versions.Narrow(_sums[sum].Version, sum + 1 < _sums.Count ? _sums[sum + 1].Version - 1 : int.MaxValue, findings, () => $"{Key}: {count} rows");
        else if (count < RowsOf(versions.Acknowledged))
            findings.Add(Damage.Lost, $"{Key}: {count} rows of {RowsOf(versions.Acknowledged)}");
        else
            findings.Add(count > RowsOf(versions.Sent) ? Damage.Doubled : Damage.Half, $"{Key}: {count} rows, acknowledged {RowsOf(versions.Acknowledged)}, sent {RowsOf(versions.Sent)}");
    }

    int RowsOf(int version) => _sums.Last(sum => sum.Version <= version).RowCount;
}
