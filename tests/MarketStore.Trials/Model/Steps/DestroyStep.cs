using MarketStore.Storage;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

sealed class DestroyStep(string path) : ChangeStep
{
    public override string Kind => "destroy";

    public override string KeyPrefix => path.Split('/')[0];

    public override (ExpectedStore Next, Refusal? Refusal) Apply(ExpectedStore store) => store.Destroy(path);

    public override string? Removed => path;

    public override Task ExecuteAsync(Database database) => database.DestroyAsync(path);

    public override string ToString() => $"destroy {path}";
}
