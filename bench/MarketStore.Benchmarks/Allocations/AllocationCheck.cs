using System.Globalization;
using System.Reflection;
using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace MarketStore.Benchmarks.Allocations;

/// <summary>
/// What an operation allocates is the same on every machine, so that it can be held to a budget by a test. Each benchmark that is no limit is run alone in this process,
/// and all bytes that any thread allocated meanwhile are divided by the runs: the least of some batches. What differs between them comes on top:
/// a thread that is new finds its part of a pool empty, a collection empties them all, an engine of SQL that grew too large is started anew. What each run allocates is in every batch.
/// </summary>
static class AllocationCheck
{
    const int Batches = 5;
    const int RunsOfBatch = 8;

    /// <summary>Pools and tables grow at first.</summary>
    const int RunsBefore = 20;

    /// <summary>A budget is what was measured, and this much more of it or of bytes.</summary>
    const double Slack = 1.25;
    const long SlackBytes = 512;

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    static string BudgetPath => Path.Combine(FindRoot(), "bench", "allocations.json");

    /// <summary>Prints a line for each operation, or with <c>--update</c> writes the budgets anew. Returns 1 when one is over its budget or has none.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is ["--update"])
        {
            var budgets = Measure().ToDictionary(entry => entry.Key, entry => (long)Math.Ceiling(entry.Value * Slack) + SlackBytes, StringComparer.Ordinal);
            File.WriteAllText(BudgetPath, JsonSerializer.Serialize(budgets, Indented) + "\n");
            return 0;
        }

        var findings = Compare();
        foreach (var finding in findings)
            Console.WriteLine(finding);
        return findings.TrueForAll(finding => finding.IsWithin) ? 0 : 1;
    }

    /// <summary>Each operation beside its budget. Measures for some seconds; nothing else may run in the process.</summary>
    public static List<AllocationFinding> Compare()
    {
        var budgets = JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(BudgetPath))!;
        var measured = Measure();
        return
        [
            .. measured.Select(entry => new AllocationFinding(entry.Key, entry.Value, budgets.TryGetValue(entry.Key, out var budget) ? budget : null)),
            .. budgets.Where(budget => !measured.ContainsKey(budget.Key)).Select(budget => new AllocationFinding(budget.Key, null, budget.Value)),
        ];
    }

    static SortedDictionary<string, long> Measure()
    {
        var measured = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var type in typeof(AllocationCheck).Assembly.GetTypes().Where(type => type is { IsPublic: true, IsAbstract: false } && Benchmarks(type).Any()))
        {
            foreach (var (label, set) in Parameters(type))
            {
                var subject = Activator.CreateInstance(type)!;
                set(subject);
                Invoke(Marked<GlobalSetupAttribute>(type).FirstOrDefault(), subject);
                foreach (var benchmark in Benchmarks(type))
                    measured[$"{type.Name}.{benchmark.Name}{label}"] = BytesOf(benchmark, subject);
                Invoke(Marked<GlobalCleanupAttribute>(type).FirstOrDefault(), subject);
            }
        }

        return measured;
    }

    static long BytesOf(MethodInfo benchmark, object subject)
    {
        for (var run = 0; run < RunsBefore; run++)
            Invoke(benchmark, subject);
        var batches = new long[Batches];
        for (var batch = 0; batch < Batches; batch++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var run = 0; run < RunsOfBatch; run++)
                Invoke(benchmark, subject);
            batches[batch] = (GC.GetTotalAllocatedBytes(precise: true) - before) / RunsOfBatch;
        }

        return batches.Min();
    }

    /// <summary>Every combination of the values of a class's parameters.</summary>
    static List<(string Label, Action<object> Set)> Parameters(Type type)
    {
        List<(string Label, Action<object> Set)> combinations = [("", _ => { })];
        foreach (var property in type.GetProperties())
        {
            if (property.GetCustomAttribute<ParamsAttribute>() is not { } given)
                continue;
            combinations =
            [
                .. from combination in combinations
                   from value in given.Values
                   select (
                       $"{combination.Label}, {property.Name} {string.Create(CultureInfo.InvariantCulture, $"{value}")}",
                       (Action<object>)(subject =>
                       {
                           combination.Set(subject);
                           property.SetValue(subject, value);
                       })),
            ];
        }

        return combinations;
    }

    /// <summary>All but the limits, which allocate nothing.</summary>
    static IEnumerable<MethodInfo> Benchmarks(Type type) => type.GetMethods().Where(method => method.GetCustomAttribute<BenchmarkAttribute>() is { Baseline: false });

    static IEnumerable<MethodInfo> Marked<TAttribute>(Type type)
        where TAttribute : Attribute => type.GetMethods().Where(method => method.GetCustomAttribute<TAttribute>() is not null);

    static void Invoke(MethodInfo? method, object subject)
    {
        if (method?.Invoke(subject, null) is Task task)
            task.GetAwaiter().GetResult();
    }

    static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "MarketStore.slnx")))
                return directory.FullName;
        }

        throw new DirectoryNotFoundException($"no MarketStore.slnx above {AppContext.BaseDirectory}");
    }
}
