using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Plugins.Abstractions;
using MarketStore.Server.Plugins.Triggers;
using MarketStore.Tests.Functions;
using Xunit;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>What triggers are told, in which order, and what they can do to others.</summary>
public class TriggerTests
{
    [Theory]
    [InlineData("*/1Min/OHLC", "TSLA/1Min/OHLC", true)]
    [InlineData("*/1Min/OHLC", "TSLA/5Min/OHLC", false)]
    [InlineData("*/1Min/OHLC", "TSLA/1Min/OHLCV", false)]
    [InlineData("*/1Min/OHLCV", "BRK.B/1Min/OHLCV", true)]
    [InlineData("*/*/OHLCV", "A/1D/OHLCV", true)]
    [InlineData("(AAPL|TSLA)/1Min/OHLCV", "TSLA/1Min/OHLCV", true)]
    [InlineData("", "A/1Min/OHLCV", true)]
    [InlineData("1Min", "A/1Min/OHLCV", true)]
    [InlineData("A/1Min", "AA/1Min/X", false)]
    [InlineData("[", "A/1Min/X", false)]
    [InlineData("(?=A)*/1Min/X", "A/1Min/X", false)]
    [InlineData("((a+)+b|a+)/1Min/X", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/1Min/X", true)]
    public void A_pattern_counts_for_whole_parts_of_a_key(string pattern, string key, bool isMatch) => Assert.Equal(isMatch, new TriggerPattern(pattern).Matches(TimeBucketKey.Parse(key)));

    [Fact]
    public async Task Every_batch_is_told_whole_and_in_order_as_it_is_stored()
    {
        var trigger = new Recorder();
        await using var bench = With(trigger);
        await bench.Write("A/1Min/P", Rows.Epoch(125, 60), Rows.F4("X", 2, 1));
        await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 3));
        await bench.Write("T/1Sec/Q", Rows.Epoch(7, 5), Rows.Nanoseconds(999_999_999, 1), Rows.F8("X", 1, 2));
        await bench.Write("B/1D/P", Rows.Epoch(1), Rows.F4("X", 9));
        await bench.Drain();

        Assert.Equal(
            ["A/1Min/P 60 to 179: Epoch:i8 60 120 | X:f4 1 2", "A/1Min/P 60 to 119: Epoch:i8 60 | X:f4 3", "T/1Sec/Q 5 to 7: Epoch:i8 7 5 | X:f8 1 2 | Nanoseconds:i4 999999999 1", "B/1D/P 0 to 86399: Epoch:i8 0 | X:f4 9"],
            trigger.Events);
        Assert.Equal(trigger.Sequences.Order(), trigger.Sequences);
    }

    [Fact]
    public async Task Removed_rows_are_told_without_rows()
    {
        var trigger = new Recorder();
        await using var bench = With(trigger);
        await bench.Write("A/1Min/P", Rows.Epoch(60, 120, 180), Rows.F4("X", 1, 2, 3));
        await bench.Database.DeleteAsync(TimeBucketKey.Parse("A/1Min/P"), new(new(100, 0), new(130, 0)), TestContext.Current.CancellationToken);
        await bench.Drain();

        Assert.Equal("A/1Min/P 120 to 179: removed", trigger.Events[^1]);
    }

    [Fact]
    public async Task A_trigger_that_fails_is_told_again_and_hurts_no_other()
    {
        var (failing, other) = (new Recorder { Failures = 2 }, new Recorder());
        await using var bench = With(failing, other);
        await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await bench.Drain();

        Assert.Equal(["A/1Min/P 60 to 119: Epoch:i8 60 | X:f4 1"], other.Events);
        Assert.Equal(["A/1Min/P 60 to 119: known by its range"], failing.Events);
        Assert.Equal((3L, 2L), (bench.Plugins.Triggers[0].Activity.Calls, bench.Plugins.Triggers[0].Activity.Failures));
        Assert.Contains(bench.Log.Errors, line => line.Contains("trigger one failed; what it was told comes again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trigger_that_does_not_return_holds_up_neither_writers_nor_other_triggers_nor_the_stop()
    {
        using var gate = new ManualResetEventSlim();
        var (hanging, other) = (new Recorder { Gate = gate }, new Recorder());
        var bench = With(new TriggerOptions { HangTime = TimeSpan.FromMilliseconds(1), StopDeadline = TimeSpan.FromMilliseconds(100) }, hanging, other);
        await using (bench)
        {
            await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
            await bench.Write("A/1Min/P", Rows.Epoch(120), Rows.F4("X", 2));
            await PluginBench.Until(() => other.Events.Count >= 2 && bench.Plugins.Hangs(bench.Plugins.Triggers[0].Activity));

            Assert.Contains("hangs since", bench.Plugins.GetStatus().First().Value, StringComparison.Ordinal);
        }

        gate.Set();
        Assert.Contains(bench.Log.Errors, line => line.Contains("trigger one does not return, and is left to itself", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trigger_that_falls_behind_is_told_of_times_and_memory_stays_bounded()
    {
        using var gate = new ManualResetEventSlim();
        var trigger = new Recorder { Gate = gate };
        await using var bench = With(new TriggerOptions { MaxQueueBytes = 100_000 }, trigger);
        // What comes once the trigger is at work has to wait.
        await bench.Write("B/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await PluginBench.Until(() => bench.Plugins.Triggers[0].Activity.Busy is not null);
        for (var batch = 0; batch < 200; batch++)
            await bench.Write("A/1Min/P", Rows.Epoch([.. Enumerable.Range(batch * 100, 100).Select(minute => 60L * minute)]), Rows.F4("X", new float[100]));
        Assert.InRange(bench.Plugins.Triggers[0].Queue.Dropped, 100, 200);
        Assert.InRange(bench.Plugins.Triggers[0].Queue.Count, 1, 100);
        gate.Set();
        await bench.Drain();

        Assert.Contains(trigger.Events, change => change.EndsWith("to 1199999: known by its range", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_trigger_writes_is_told_to_others_and_never_to_itself()
    {
        var (first, second) = (new Recorder { WritesInto = "A/1H/P" }, new Recorder { WritesInto = "A/1D/P" });
        await using var bench = With(first, second);
        await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await bench.Drain();

        // Each hears of the client's write and of the other's answers to it, but of nothing that came of its own.
        Assert.Equal(["A/1D/P", "A/1Min/P"], first.Events.Select(change => change.Split(' ')[0]).Distinct().Order());
        Assert.Equal(["A/1H/P", "A/1Min/P"], second.Events.Select(change => change.Split(' ')[0]).Distinct().Order());
        Assert.InRange(bench.Plugins.Triggers[0].Activity.Loops, 1, 10);
        Assert.Contains(bench.Log.Warnings, line => line.Contains("which it hears of itself", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_not_done_when_the_server_stopped_is_told_at_the_next_start()
    {
        using var gate = new ManualResetEventSlim();
        var trigger = new Recorder { Gate = gate };
        await using var bench = With(new TriggerOptions { StopDeadline = TimeSpan.FromMilliseconds(50) }, trigger);
        await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await bench.Write("B/1Min/P", Rows.Epoch(600), Rows.F4("X", 1));
        var restart = bench.Restart();
        await Task.WhenAny(restart, Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await restart;
        gate.Set();
        await bench.Drain();

        Assert.Contains("A/1Min/P 60 to 119: known by its range", trigger.Events);
        Assert.Contains("B/1Min/P 600 to 659: known by its range", trigger.Events);
        await bench.Restart();
        Assert.True(bench.Plugins.Triggers[0].Queue.IsIdle);
    }

    [Fact]
    public async Task What_was_known_by_its_range_alone_when_the_server_stopped_is_told_at_the_next_start()
    {
        using var gate = new ManualResetEventSlim();
        var trigger = new Recorder { Gate = gate };
        await using var bench = With(new TriggerOptions { StopDeadline = TimeSpan.FromMilliseconds(50), MaxQueueBytes = 1 }, trigger);
        await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await PluginBench.Until(() => bench.Plugins.Triggers[0].Activity.Busy is not null);
        // One may wait with its rows, whatever its size.
        await bench.Write("B/1Min/P", Rows.Epoch(600), Rows.F4("X", 1));
        await bench.Write("C/1Min/P", Rows.Epoch(1_200), Rows.F4("X", 1));
        Assert.Equal(1, bench.Plugins.Triggers[0].Queue.Dropped);
        await bench.Restart();
        gate.Set();
        await bench.Drain();

        Assert.Contains("C/1Min/P 1200 to 1259: known by its range", trigger.Events);
    }

    [Fact]
    public async Task What_one_trigger_of_several_had_not_done_is_told_at_the_next_start()
    {
        using var gate = new ManualResetEventSlim();
        var (first, second) = (new Recorder(), new Recorder { Gate = gate });
        await using var bench = With(new TriggerOptions { StopDeadline = TimeSpan.FromMilliseconds(50) }, first, second);
        await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await PluginBench.Until(() => bench.Plugins.Triggers[0].Queue.IsIdle);
        await bench.Restart();
        gate.Set();
        await bench.Drain();

        Assert.Contains("A/1Min/P 60 to 119: known by its range", second.Events);
    }

    [Fact]
    public async Task Modules_that_are_not_there_are_named_and_the_others_run()
    {
        var trigger = new Recorder();
        await using var bench = new PluginBench(
            [PluginBench.Trigger("nothing.so", "*/*/*"), PluginBench.Trigger("../../etc/passwd", "*/*/*"), PluginBench.Trigger("one.dll", "*/*/*")], plugins: new Dictionary<string, object> { ["one"] = trigger },
            workers: [new("ondiskagg.so", "worker", PluginBench.MapOf(), Line: 9)]);
        await bench.Write("A/1Min/P", Rows.Epoch(60), Rows.F4("X", 1));
        await bench.Drain();

        Assert.Single(trigger.Events);
        Assert.Equal(["nothing.so", "../../etc/passwd", "ondiskagg.so"], bench.Plugins.Missing);
        Assert.Contains(bench.Log.Errors, line => line.Contains("module nothing.so is neither built in nor a file of", StringComparison.Ordinal));
        Assert.Contains(bench.Log.Errors, line => line.Contains("line 9: module ondiskagg.so is no background worker", StringComparison.Ordinal));
    }

    static PluginBench With(params Recorder[] triggers) => With(new TriggerOptions(), triggers);

    static PluginBench With(TriggerOptions options, params Recorder[] triggers)
    {
        string[] names = ["one", "two"];
        return new(
            triggers.Select((_, number) => PluginBench.Trigger($"{names[number]}.so", "*/*/*")), options: options,
            plugins: triggers.Select((trigger, number) => (names[number], trigger)).ToDictionary(entry => entry.Item1, entry => (object)entry.trigger));
    }

    /// <summary>Writes down what it is told.</summary>
    sealed class Recorder : ITriggerFactory, ITrigger
    {
        readonly Lock _gate = new();
        readonly List<string> _events = [];
        IPluginHost _host = null!; // made by the factory's call

        public List<long> Sequences { get; } = [];

        /// <summary>How many calls fail before one does not.</summary>
        public int Failures { get; set; }

        public ManualResetEventSlim? Gate { get; init; }

        public string? WritesInto { get; init; }

        public IReadOnlyList<string> Events
        {
            get
            {
                lock (_gate)
                    return [.. _events];
            }
        }

        public ITrigger CreateTrigger(PluginSettings settings, IPluginHost host)
        {
            _host = host;
            return this;
        }

        public async ValueTask FireAsync(IReadOnlyList<TriggerEvent> events, CancellationToken cancellationToken)
        {
            Gate?.Wait(CancellationToken.None);
            if (Failures-- > 0)
                throw new InvalidOperationException("not today");
            lock (_gate)
            {
                _events.AddRange(events.Select(change => $"{change.Key} {change.First} to {change.Last}: {(change.Rows is { } rows ? Rows.Describe(rows) : change.Sequence > 0 ? "removed" : "known by its range")}"));
                Sequences.AddRange(events.Select(change => change.Sequence));
            }

            if (WritesInto is not null)
                await _host.Store.WriteAsync([new(TimeBucketKey.Parse(WritesInto), Rows.Of(Rows.Epoch(0), Rows.F4("X", 1)))], cancellationToken);
        }
    }
}
