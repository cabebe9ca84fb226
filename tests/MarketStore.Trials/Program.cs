using System.CommandLine;
using MarketStore.Trials;
using MarketStore.Trials.Fuzz;

// The long forms of the proofs of durability: docs/testing.md.
var root = new RootCommand("Tries at length what the test suite tries in short. Each trial prints its figures; the exit code is 1 if any case failed.");
foreach (var trial in TrialCatalog.All)
    root.Subcommands.Add(TrialCommand.For(trial));
root.Subcommands.Add(SharpFuzzCommand.Create());
return await root.Parse(args).InvokeAsync();
