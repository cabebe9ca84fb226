using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Trials.Model.Changes;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

sealed class DeleteStep(string key, TimeRange range) : ChangeStep
{
    public override string Kind => "delete";

    public override string KeyPrefix => key;

    public override (ExpectedStore Next, Refusal? Refusal) Apply(ExpectedStore store) => store.Delete(key, range);

    public override Task ExecuteAsync(Database database) => database.DeleteAsync(TimeBucketKey.Parse(key), range);

    public override IReadOnlyList<ExpectedChange> ChangesOf(ExpectedStore before, ExpectedStore after)
    {
        var bucket = before.Find(key)!;
        var kept = new HashSet<object>(after.Find(key)!.Rows, ReferenceEqualityComparer.Instance);
        var gone = bucket.Rows.Where(row => !kept.Contains(row)).ToList();
        return gone.Count == 0 ? [] : [ExpectedChange.Of(bucket, gone, isDeletion: true)];
    }

    public override string ToString() => $"delete {key} {range.Start} to {range.End}";
}
