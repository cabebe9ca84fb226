using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

sealed class DeleteStep(string key, TimeRange range) : ChangeStep
{
    public override string Kind => "delete";

    public override string KeyPrefix => key;

    public override (ExpectedStore Next, Refusal? Refusal) Apply(ExpectedStore store) => store.Delete(key, range);

    public override Task ExecuteAsync(Database database) => database.DeleteAsync(TimeBucketKey.Parse(key), range);

    public override string ToString() => $"delete {key} {range.Start} to {range.End}";
}
