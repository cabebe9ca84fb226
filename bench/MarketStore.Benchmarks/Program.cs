using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MarketStore.Benchmarks.Allocations;

// allocations [--update]: bytes that each operation allocates, against bench/allocations.json. Otherwise the arguments of BenchmarkDotNet, such as --filter '*Scan*'.
if (args is ["allocations", .. var rest])
    return AllocationCheck.Run(rest);

// In this process: what is measured is built once, and a run of everything takes minutes instead of an hour.
var job = Job.Default.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(10), logOutput: true)).WithWarmupCount(3).WithIterationCount(9);
var config = ManualConfig.Create(DefaultConfig.Instance).AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithOptions(ConfigOptions.DisableLogFile);
BenchmarkSwitcher.FromAssembly(typeof(AllocationCheck).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
return 0;
