using MarketStore.Plugins.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>Background workers: what they do to themselves is nobody else's.</summary>
public class WorkerTests
{
    [Fact]
    public async Task A_worker_that_fails_is_made_anew_after_pauses_that_double()
    {
        var clock = new WatchedClock();
        var workers = new Workers { Failures = 3 };
        await using var bench = With(workers, clock);
        foreach (var (runs, pause) in (IEnumerable<(int, int)>)[(1, 2), (2, 4), (3, 8)])
        {
            await PluginBench.Until(() => clock.Timers == runs);
            Assert.Equal((runs, (long)runs), (workers.Runs, bench.Plugins.Workers.Single().Activity.Failures));
            Assert.Contains($"is started again in {pause} s", bench.Log.Errors[^1], StringComparison.Ordinal);
            clock.Advance(TimeSpan.FromSeconds(pause - 0.001));
            Assert.Equal(runs, workers.Runs);
            clock.Advance(TimeSpan.FromSeconds(0.001));
            await PluginBench.Until(() => workers.Runs == runs + 1);
        }

        Assert.Equal((4, 4, 3L), (workers.Made, workers.Runs, bench.Plugins.Workers.Single().Activity.Failures));
    }

    [Fact]
    public async Task Pauses_begin_anew_once_a_worker_has_run_well_for_a_while()
    {
        var clock = new WatchedClock();
        var failure = new TaskCompletionSource();
        var workers = new Workers { Failures = 3, Later = failure.Task };
        await using var bench = With(workers, clock);
        for (var (runs, pause) = (1, 2); runs <= 3; (runs, pause) = (runs + 1, 2 * pause))
        {
            await PluginBench.Until(() => clock.Timers == runs);
            clock.Advance(TimeSpan.FromSeconds(pause));
        }

        await PluginBench.Until(() => workers.Runs == 4);
        clock.Advance(TimeSpan.FromMinutes(10));
        failure.SetException(new InvalidOperationException("after all"));
        await PluginBench.Until(() => bench.Log.Errors.Count == 4);

        Assert.Equal([2, 4, 8, 2], bench.Log.Errors.Select(line => int.Parse(line.Split("again in ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_worker_that_returns_is_done_and_one_that_never_ends_is_left_to_itself()
    {
        var workers = new Workers { Ends = true };
        await using (var bench = With(workers, TimeProvider.System))
        {
            await PluginBench.Until(() => bench.Plugins.Workers.Single().IsDone);
            Assert.Contains("done", bench.Plugins.GetStatus().Single().Value, StringComparison.Ordinal);
        }

        var endless = new Workers { Ignores = true };
        var other = With(endless, TimeProvider.System);
        await PluginBench.Until(() => endless.Runs > 0);
        await other.DisposeAsync();
        Assert.Contains(other.Log.Errors, line => line.Contains("background worker worker does not end, and is left to itself", StringComparison.Ordinal));
        endless.Gate.Set();
    }

    static PluginBench With(Workers workers, TimeProvider clock) => new(
        [], plugins: new Dictionary<string, object> { ["one"] = workers }, clock: clock, options: new() { StopDeadline = TimeSpan.FromMilliseconds(200) },
        workers: [new("one.so", "worker", PluginBench.MapOf(), Line: 1)]);

    /// <summary>A clock that is set, and counts what waits for it.</summary>
    sealed class WatchedClock : FakeTimeProvider
    {
        int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }
    }

    sealed class Workers : IWorkerFactory, IWorker
    {
        int _runs;

        public int Failures { get; init; }

        public bool Ends { get; init; }

        /// <summary>How a run ends that does not fail at once.</summary>
        public Task? Later { get; init; }

        public bool Ignores { get; init; }

        public ManualResetEventSlim Gate { get; } = new();

        public int Made { get; private set; }

        public int Runs => Volatile.Read(ref _runs);

        public IWorker CreateWorker(PluginSettings settings, IPluginHost host)
        {
            Made++;
            return this;
        }

        public Task RunAsync(CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _runs) <= Failures)
                throw new InvalidOperationException("not today");
            if (Ignores)
                Gate.Wait(CancellationToken.None);
            if (Later is not null)
                return Later;
            return Ends || Ignores ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }
}
