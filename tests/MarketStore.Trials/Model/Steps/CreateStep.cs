using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

sealed class CreateStep(string key, bool isVariable, IReadOnlyList<DataShape> columns, int year) : ChangeStep
{
    public override string Kind => "create";

    public override string KeyPrefix => key;

    public override (ExpectedStore Next, Refusal? Refusal) Apply(ExpectedStore store) => store.Create(key, isVariable, columns, year);

    public override Task ExecuteAsync(Database database) => database.CreateAsync(TimeBucketKey.Parse(key), isVariable ? RecordType.Variable : RecordType.Fixed, columns, year);

    public override string ToString() => $"create {key} {(isVariable ? "variable" : "fixed")} {year} {WriteStep.Short(columns)}";
}
