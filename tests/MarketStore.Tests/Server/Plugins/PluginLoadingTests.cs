using System.Buffers.Binary;
using MarketStore.Plugins.Abstractions;
using MarketStore.Server.Configuration;
using Prometheus;
using Xunit;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>Assemblies that are none, lack something, or throw while they are loaded: each is one error that says which and why, and the server starts.</summary>
public class PluginLoadingTests
{
    [Fact]
    public async Task What_a_constructor_and_a_static_initializer_throw_is_told_with_the_module()
    {
        await using var bench = With(directory =>
        {
            EmittedPlugin.Write(Path.Combine(directory, "First.dll"), constructorThrows: "not today");
            EmittedPlugin.Write(Path.Combine(directory, "Second.dll"), initializerThrows: "not tomorrow");
        });

        AssertLeftOut(bench, "module First.so: ", "First.dll cannot be loaded: not today");
        AssertLeftOut(bench, "module Second.so: ", "not tomorrow");
    }

    [Fact]
    public async Task A_dependency_that_is_not_there_is_named_whether_loading_or_making_needs_it()
    {
        await using var bench = With(directory =>
        {
            var (dependency, parent) = EmittedPlugin.WriteDependency(Path.Combine(directory, "elsewhere"), "here", "1.0.0.0");
            EmittedPlugin.Write(Path.Combine(directory, "First", "First.dll"), says: dependency);
            EmittedPlugin.Write(Path.Combine(directory, "Second", "Second.dll"), parent: parent);
        });

        AssertLeftOut(bench, "module First.so is left out", "Dependency is not beside the plug-in");
        AssertLeftOut(bench, "module Second.so: ", "Dependency");
    }

    [Fact]
    public async Task Each_plug_in_has_its_own_version_of_a_dependency()
    {
        await using var bench = With(directory =>
        {
            EmittedPlugin.Write(Path.Combine(directory, "First", "First.dll"), says: EmittedPlugin.WriteDependency(Path.Combine(directory, "First"), "the first one", "1.0.0.0").Value);
            EmittedPlugin.Write(Path.Combine(directory, "Second", "Second.dll"), says: EmittedPlugin.WriteDependency(Path.Combine(directory, "Second"), "the second one", "2.0.0.0").Value);
        });

        AssertLeftOut(bench, "module First.so is left out: config, said: the first one");
        AssertLeftOut(bench, "module Second.so is left out: config, said: the second one");
    }

    [Fact]
    public async Task What_the_server_has_for_itself_is_not_seen()
    {
        await using var bench = With(directory =>
        {
            // Both are in the server's process, and have nothing to do with plug-ins.
            EmittedPlugin.Write(Path.Combine(directory, "First.dll"), parent: typeof(PluginLoadingTests));
            EmittedPlugin.Write(Path.Combine(directory, "Second.dll"), parent: typeof(CollectorRegistry));
        });

        AssertLeftOut(bench, "module First.so: ", "MarketStore.Tests is not for plug-ins");
        AssertLeftOut(bench, "module Second.so: ", "Prometheus.NetStandard is not beside the plug-in");
    }

    [Fact]
    public async Task Files_that_are_no_assemblies_of_this_machine_are_named()
    {
        await using var bench = With(directory =>
        {
            File.WriteAllText(Path.Combine(directory, "First.dll"), "#!/bin/sh\n");
            EmittedPlugin.Write(Path.Combine(directory, "Second.dll"));
            SetMachine(Path.Combine(directory, "Second.dll"), System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? 0x8664 : 0xAA64);
        });

        AssertLeftOut(bench, "module First.so: ", "First.dll cannot be loaded: ");
        AssertLeftOut(bench, "module Second.so: ", "Second.dll cannot be loaded: ");
    }

    [Fact]
    public async Task An_assembly_has_one_factory_of_a_kind_and_makes_something()
    {
        await using var bench = With(directory =>
        {
            EmittedPlugin.Write(Path.Combine(directory, "First.dll"), factories: 2);
            EmittedPlugin.Write(Path.Combine(directory, "Second.dll"));
        });

        AssertLeftOut(bench, "First.dll has 2 public classes that are a ITriggerFactory, and needs one for a trigger");
        AssertLeftOut(bench, "module Second.so is left out: it has made nothing");
    }

    [Fact]
    public async Task One_that_does_not_come_up_is_left_behind_and_the_others_run()
    {
        using var gate = new ManualResetEventSlim();
        await using var bench = new PluginBench(
            [PluginBench.Trigger("endless", "*/*/*"), PluginBench.Trigger("ondiskagg", "*/*/*", ("destinations", "1H"))], plugins: new Dictionary<string, object> { ["endless"] = new Endless(gate) },
            options: new() { LoadDeadline = TimeSpan.FromMilliseconds(50) });
        gate.Set();

        AssertLeftOut(bench, "module endless is left out: it was not made within 0.1 s, and is left to itself");
        Assert.Equal("ondiskagg", Assert.Single(bench.Plugins.Triggers).Name);
    }

    static PluginBench With(Action<string> fill) => new(((string[])["First.so", "Second.so"]).Select(module => PluginBench.Trigger(module, "*/*/*")), fillPluginDirectory: fill);

    static void AssertLeftOut(PluginBench bench, params string[] parts)
    {
        Assert.True(bench.Log.Errors.Any(line => parts.All(part => line.Contains(part, StringComparison.Ordinal))), string.Join('\n', bench.Log.Errors));
        Assert.Equal(bench.Log.Errors.Count, bench.Plugins.Missing.Count);
    }

    /// <summary>The machine is behind the signature, whose place stands at 0x3C.</summary>
    static void SetMachine(string path, int machine)
    {
        var bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(0x3C)) + 4), (ushort)machine);
        File.WriteAllBytes(path, bytes);
    }

    sealed class Endless(ManualResetEventSlim gate) : ITriggerFactory
    {
        public ITrigger CreateTrigger(PluginSettings settings, IPluginHost host)
        {
            gate.Wait(CancellationToken.None);
            throw new InvalidOperationException("too late");
        }
    }
}
