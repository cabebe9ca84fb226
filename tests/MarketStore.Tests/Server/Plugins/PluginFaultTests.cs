using System.Collections.Concurrent;
using MarketStore.Core.Keys;
using MarketStore.Plugins.Abstractions;
using MarketStore.Server.Configuration;
using MarketStore.Server.Plugins.Triggers;
using MarketStore.Tests.Functions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>What plug-ins can do to the server beside failing: at the stop, for ever, and to each other.</summary>
public class PluginFaultTests
{
    [Fact]
    public async Task A_stop_is_not_kept_up_by_what_plug_ins_throw_at_its_end()
    {
        var (throwing, other) = (new Trigger { OnCancel = Fail, OnDispose = Fail }, new Trigger());
        var worker = new Worker { OnCancel = Fail, OnDispose = Fail };
        var bench = With([throwing, other], workers: [worker]);
        await using (bench)
        {
            await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
            await bench.Drain();
            await PluginBench.Until(() => worker.Runs > 0);
            await bench.Restart();
            Assert.Equal("Epoch:i8 60 | X:f4 1", bench.Read("A/1Min/P"));
        }

        Assert.Equal((2, 2, 2), (throwing.Disposals, other.Disposals, worker.Disposals));
        foreach (var text in (string[])["trigger one failed when it was told to end", "trigger one failed when it was disposed", "background worker w0 failed when it was told to end", "background worker w0 failed when it was disposed"])
            await PluginBench.Until(() => bench.Log.Errors.Any(line => line.Contains(text, StringComparison.Ordinal) && line.Contains("not today", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stop_leaves_behind_all_that_hang_at_its_end_at_once()
    {
        using var gate = new ManualResetEventSlim();
        void Hang() => gate.Wait(CancellationToken.None);
        var bench = With(
            [.. Enumerable.Repeat(0, 12).Select(_ => new Trigger { OnCancel = Hang, OnDispose = Hang })], new() { StopDeadline = TimeSpan.FromMilliseconds(50) },
            workers: [new() { OnCancel = Hang, OnDispose = Hang }]);
        await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await bench.Drain();
        var start = TimeProvider.System.GetTimestamp();
        await bench.DisposeAsync();

        // One second for all; each in its turn would take twelve.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(8));
        Assert.Equal(13, bench.Log.Errors.Count(line => line.Contains("left to itself", StringComparison.Ordinal)));
        gate.Set();
    }

    [Fact]
    public async Task A_worker_has_a_thread_of_its_own_and_is_disposed_after_each_run()
    {
        var clock = new FakeTimeProvider();
        var worker = new Worker { Failures = 2 };
        await using var bench = With([], clock: clock, workers: [worker]);
        await PluginBench.Until(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return worker.Runs == 3;
        });

        Assert.Equal(2, worker.Disposals);
        Assert.Equal(0, worker.PoolThreads);
    }

    [Fact]
    public async Task A_change_that_a_trigger_cannot_take_keeps_no_other_from_it()
    {
        using var gate = new ManualResetEventSlim();
        var clock = new FakeTimeProvider();
        var trigger = new Trigger { Gate = gate, OnFire = (events, _) => events.Any(change => change.Key.Symbol == "BAD") ? throw new InvalidOperationException("not this one") : Task.CompletedTask };
        await using var bench = With([trigger], clock: clock);
        await bench.Write("FIRST/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await PluginBench.Until(() => bench.Plugins.Triggers[0].Activity.Busy is not null);
        string[] symbols = [.. Enumerable.Range(0, 50).Select(number => $"S{number}"), "BAD", .. Enumerable.Range(50, 50).Select(number => $"S{number}")];
        foreach (var symbol in symbols)
            await bench.Write($"{symbol}/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        gate.Set();
        await DrainWith(bench, clock);

        Assert.Equal(symbols.Where(symbol => symbol != "BAD").Prepend("FIRST").Order(), trigger.Heard.Select(change => change.Split('/')[0]).Distinct().Order());
        Assert.Contains(bench.Log.Errors, line => line.Contains("failed 6 times in a row and is not told again of 1 changes, of BAD/1Min/P first", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_loop_ends_also_when_what_is_told_again_is_known_by_its_times_alone()
    {
        var clock = new FakeTimeProvider();
        // Each fails once for everything that it hears of, so that it is told again without the rows.
        var (first, second) = (new Trigger { WritesInto = "A/1H/P", FailsForRows = true }, new Trigger { WritesInto = "A/1D/P", FailsForRows = true });
        await using var bench = With([first, second], clock: clock);
        await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await DrainWith(bench, clock);

        Assert.Equal(["A/1D/P", "A/1Min/P"], first.Heard.Distinct().Order());
        Assert.Equal(["A/1H/P", "A/1Min/P"], second.Heard.Distinct().Order());
    }

    [Fact]
    public async Task What_came_of_a_trigger_and_what_came_of_a_client_are_not_told_in_one_call()
    {
        using var gate = new ManualResetEventSlim();
        var (first, second) = (new Trigger { WritesInto = "X/1Min/P" }, new Trigger { WritesInto = "Z/1Min/P", Gate = gate });
        await using var bench = new PluginBench(
            [PluginBench.Trigger("one", "(K|Z)/1Min/P"), PluginBench.Trigger("two", "(BUSY|X|CLIENT)/1Min/P")], plugins: new Dictionary<string, object> { ["one"] = first, ["two"] = second });
        await bench.Write("BUSY/1Min/P", Rows.Epoch(0), Rows.F4("X", 1));
        await PluginBench.Until(() => bench.Plugins.Triggers[1].Activity.Busy is not null);
        // The second has the first's write to answer, and then a client's.
        await bench.Write("K/1Min/P", Rows.Epoch(0), Rows.F4("X", 1));
        await PluginBench.Until(() => bench.Plugins.Triggers[1].Queue.Count == 1);
        await bench.Write("CLIENT/1Min/P", Rows.Epoch(0), Rows.F4("X", 1));
        gate.Set();
        await bench.Drain();

        // The first is told of the answers to BUSY and CLIENT, and not of that to its own.
        Assert.Equal(["K/1Min/P", "Z/1Min/P", "Z/1Min/P"], first.Heard);
        Assert.Equal(1, bench.Plugins.Triggers[0].Activity.Loops);
    }

    [Fact]
    public async Task What_was_taken_makes_room_for_more()
    {
        using var gate = new ManualResetEventSlim(true);
        var trigger = new Trigger { Gate = gate };
        await using var bench = With([trigger], new() { MaxQueueBytes = 1_000 });
        for (var round = 0; round < 10; round++)
        {
            gate.Reset();
            await bench.Write("BUSY/1Min/P", Rows.Epoch(0), Rows.F4("X", 1));
            await PluginBench.Until(() => bench.Plugins.Triggers[0].Activity.Busy is not null);
            await bench.Write("A/1Min/P", Rows.Epoch(0), Rows.F4("X", 1));
            await bench.Write("B/1Min/P", Rows.Epoch(0), Rows.F4("X", 1));
            gate.Set();
            await bench.Drain();
        }

        Assert.Equal((0L, 30), (bench.Plugins.Triggers[0].Queue.Dropped, trigger.Heard.Count));
    }

    [Fact]
    public async Task A_write_that_a_call_did_not_wait_for_is_still_its_own()
    {
        using var gate = new ManualResetEventSlim();
        var written = new TaskCompletionSource();
        var trigger = new Trigger();
        trigger.OnFire = (events, host) =>
        {
            // Lives on after the call.
            _ = Task.Run(async () =>
            {
                gate.Wait(CancellationToken.None);
                await host.Store.WriteAsync([new(TimeBucketKey.Parse("A/1H/P"), Rows.Of(Rows.Epoch(0), Rows.F4("X", 1)))]);
                written.SetResult();
            }, CancellationToken.None);
            return Task.CompletedTask;
        };
        await using var bench = With([trigger, new Trigger()]);
        await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await bench.Drain();
        gate.Set();
        await written.Task;
        await bench.Drain();

        Assert.Equal(["A/1Min/P"], trigger.Heard);
        Assert.Equal(1, bench.Plugins.Triggers[0].Activity.Loops);
    }

    [Fact]
    public async Task A_stop_lets_triggers_do_what_they_were_told_of()
    {
        using var gate = new ManualResetEventSlim();
        var trigger = new Trigger { Gate = gate };
        await using var bench = With([trigger]);
        await bench.Write("A/1Min/P", Rows.Epoch(0), Rows.F4("X", 1));
        await PluginBench.Until(() => bench.Plugins.Triggers[0].Activity.Busy is not null);
        await bench.Write("B/1Min/P", Rows.Epoch(0), Rows.F4("X", 1));
        var stop = bench.Plugins.StopAsync();
        gate.Set();
        await stop;

        Assert.Equal(["A/1Min/P", "B/1Min/P"], trigger.Heard);
    }

    [Fact]
    public void Rows_are_given_back_when_the_last_trigger_is_done_with_them()
    {
        var owner = new Trigger();
        var rows = new SharedRows(new(new(TimeBucketKey.Parse("A/1Min/P"), 0, 59), 1, null, new([Rows.Epoch(0)], 1, owner)), holders: 2);
        rows.Release();
        Assert.Equal(0, owner.Disposals);
        rows.Release();
        Assert.Equal(1, owner.Disposals);
    }

    [Fact]
    public async Task Failures_that_others_are_between_are_not_in_a_row()
    {
        var clock = new FakeTimeProvider();
        var trigger = new Trigger { FailsForRows = true };
        await using var bench = With([trigger], clock: clock);
        for (var round = 0; round < 8; round++)
        {
            await bench.Write($"S{round}/1Min/P", Rows.Epoch(0), Rows.F4("X", 1));
            await DrainWith(bench, clock);
        }

        Assert.Equal((8L, 8), (bench.Plugins.Triggers[0].Activity.Failures, trigger.Heard.Count));
    }

    [Fact]
    public async Task What_a_crash_kept_from_a_trigger_waits_for_a_start_at_which_it_is_found()
    {
        using var gate = new ManualResetEventSlim();
        var trigger = new Trigger { Gate = gate };
        await using var bench = With([trigger], new() { StopDeadline = TimeSpan.FromMilliseconds(20) });
        await bench.Write("A/1Min/P", Rows.Epoch(0), Rows.F4("X", 1));
        await PluginBench.Until(() => bench.Plugins.Triggers[0].Activity.Busy is not null);
        await bench.Crash([PluginBench.Trigger("notthere", "*/*/*")]);
        await bench.Restart();
        gate.Set();
        await bench.Crash([PluginBench.Trigger("one", "*/*/*")]);
        var before = trigger.Heard.Count;
        await bench.Drain();
        Assert.InRange(trigger.Heard.Count, Math.Max(1, before), 2);
        Assert.Equal(1, bench.Plugins.Triggers[0].Activity.Calls);

        // Where nobody is to hear of anything, it is forgotten.
        await bench.Write("B/1Min/P", Rows.Epoch(0), Rows.F4("X", 1));
        await bench.Crash([]);
        await bench.Restart();
        await bench.Crash([PluginBench.Trigger("one", "*/*/*")]);
        await bench.Drain();
        Assert.Equal(0, bench.Plugins.Triggers[0].Activity.Calls);
    }

    [Fact]
    public async Task The_lag_counts_what_a_trigger_is_at_and_what_it_failed_for()
    {
        using var gate = new ManualResetEventSlim();
        var clock = new FakeTimeProvider();
        var trigger = new Trigger { Gate = gate, FailsForRows = true };
        await using var bench = With([trigger], clock: clock);
        await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await PluginBench.Until(() => bench.Plugins.Triggers[0].Activity.Busy is not null);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(30, bench.Plugins.Triggers[0].Queue.Lag.TotalSeconds);

        gate.Set();
        await PluginBench.Until(() => bench.Plugins.Triggers[0].Activity is { Failures: 1, Busy: null });
        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(30.5, bench.Plugins.Triggers[0].Queue.Lag.TotalSeconds);
        await DrainWith(bench, clock);
        Assert.Equal(TimeSpan.Zero, bench.Plugins.Triggers[0].Queue.Lag);
    }

    [Fact]
    public async Task Counters_rise_and_their_names_are_few_and_short()
    {
        var trigger = new Trigger();
        await using var bench = With([trigger]);
        var host = bench.Plugins.Hosts.Single();
        host.Count("good", 2);
        host.Count("good", -5);
        host.Count("", 1);
        host.Count(new string('x', 1_000), 1);
        host.Count("great", long.MaxValue);
        host.Count("great", long.MaxValue);

        Assert.Equal([("good", 2), ("great", long.MaxValue)], host.Counters.Select(counter => (counter.Key, counter.Value)).Order());
    }

    static void Fail() => throw new InvalidOperationException("not today");

    /// <summary>Lets time go by meanwhile, so that pauses end.</summary>
    static Task DrainWith(PluginBench bench, FakeTimeProvider clock) => PluginBench.Until(() =>
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        return bench.Plugins.Triggers.All(trigger => trigger.Queue.IsIdle);
    });

    static PluginBench With(Trigger[] triggers, TriggerOptions? options = null, TimeProvider? clock = null, Worker[]? workers = null)
    {
        string[] names = ["one", "two", .. Enumerable.Range(3, triggers.Length).Select(number => $"t{number}")];
        var plugins = triggers.Select((trigger, number) => (Name: names[number], Plugin: (object)trigger)).Concat((workers ?? []).Select((worker, number) => (Name: $"w{number}", Plugin: (object)worker)));
        return new(
            triggers.Select((_, number) => PluginBench.Trigger(names[number], "*/*/*")), options: options, clock: clock, plugins: plugins.ToDictionary(plugin => plugin.Name, plugin => plugin.Plugin),
            workers: (workers ?? []).Select((_, number) => new BackgroundWorkerConfiguration($"w{number}", "", PluginBench.MapOf(), Line: 1)));
    }

    sealed class Trigger : ITriggerFactory, ITrigger, IDisposable
    {
        readonly ConcurrentQueue<string> _heard = new();
        IPluginHost _host = null!; // made by the factory's call
        bool _isRegistered;
        int _disposals;

        public Action? OnCancel { get; init; }

        public Action? OnDispose { get; init; }

        public Func<IReadOnlyList<TriggerEvent>, IPluginHost, Task>? OnFire { get; set; }

        public ManualResetEventSlim? Gate { get; init; }

        public string? WritesInto { get; init; }

        /// <summary>Takes only what is known by its times alone.</summary>
        public bool FailsForRows { get; init; }

        public int Disposals => Volatile.Read(ref _disposals);

        public IReadOnlyCollection<string> Heard => [.. _heard];

        public ITrigger CreateTrigger(PluginSettings settings, IPluginHost host)
        {
            (_host, _isRegistered) = (host, false);
            return this;
        }

        public async ValueTask FireAsync(IReadOnlyList<TriggerEvent> events, CancellationToken cancellationToken)
        {
            if (OnCancel is not null && !_isRegistered)
                cancellationToken.Register(OnCancel);
            _isRegistered = true;
            Gate?.Wait(CancellationToken.None);
            if (FailsForRows && events.Any(change => change.Sequence > 0))
                throw new InvalidOperationException("not today");
            if (OnFire is not null)
                await OnFire(events, _host);
            foreach (var change in events)
                _heard.Enqueue(change.Key.ToString());
            if (WritesInto is not null)
                await _host.Store.WriteAsync([new(TimeBucketKey.Parse(WritesInto), Rows.Of(Rows.Epoch(0), Rows.F4("X", 1)))], cancellationToken);
        }

        public void Dispose()
        {
            Interlocked.Increment(ref _disposals);
            OnDispose?.Invoke();
        }
    }

    sealed class Worker : IWorkerFactory, IWorker, IAsyncDisposable
    {
        int _runs;
        int _disposals;
        int _poolThreads;

        public Action? OnCancel { get; init; }

        public Action? OnDispose { get; init; }

        public int Failures { get; init; }

        public int Runs => Volatile.Read(ref _runs);

        public int Disposals => Volatile.Read(ref _disposals);

        public int PoolThreads => Volatile.Read(ref _poolThreads);

        public IWorker CreateWorker(PluginSettings settings, IPluginHost host) => this;

        public Task RunAsync(CancellationToken cancellationToken)
        {
            if (Thread.CurrentThread.IsThreadPoolThread)
                Interlocked.Increment(ref _poolThreads);
            if (Interlocked.Increment(ref _runs) <= Failures)
                throw new InvalidOperationException("not today");
            if (OnCancel is not null)
                cancellationToken.Register(OnCancel);
            return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref _disposals);
            OnDispose?.Invoke();
            return ValueTask.CompletedTask;
        }
    }
}
