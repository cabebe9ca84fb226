using MarketStore.Plugins.Abstractions;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Plugins.Workers;

/// <summary>Runs one background worker. One that throws is made anew after a pause, which doubles until it has run well for a while.</summary>
internal sealed class WorkerRunner(string name, Func<IWorker> create, PluginActivity activity, TimeProvider clock, ILogger log) : IDisposable
{
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    static readonly TimeSpan HealthyTime = TimeSpan.FromMinutes(10);

    readonly PluginEnd _end = new($"background worker {name}", log);
    readonly CancellationTokenSource _stop = new();
    Task _run = Task.CompletedTask;
    Task _cancelling = Task.CompletedTask;

    public string Name => name;

    public PluginActivity Activity => activity;

    /// <summary>True when it has returned by itself.</summary>
    public bool IsDone { get; private set; }

    /// <param name="first">The worker, made already: whether its settings make sense is known before the server starts.</param>
    public void Start(IWorker first) => _run = Task.Run(() => RunAsync(first));

    /// <summary>Tells the worker to end; returns false when it has not by the deadline, and is left to itself.</summary>
    public async Task<bool> StopAsync(TimeSpan deadline)
    {
        _cancelling = _end.CancelAsync(_stop);
        return await Task.WhenAny(_run, Task.Delay(deadline, clock)) == _run;
    }

    /// <summary>After the stop.</summary>
    public void Dispose()
    {
        if (_run.IsCompleted && _cancelling.IsCompleted)
            _stop.Dispose();
    }

    async Task RunAsync(IWorker first)
    {
        var (worker, pause) = ((IWorker?)first, FirstPause);
        while (!_stop.IsCancellationRequested)
        {
            var start = clock.GetTimestamp();
            try
            {
                using (activity.Begin())
                    await OnItsOwnThread(() => (worker ??= create()).RunAsync(_stop.Token));
                IsDone = !_stop.IsCancellationRequested;
                if (IsDone)
                    log.LogInformation("background worker {Name} is done", name);
                return;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (_stop.IsCancellationRequested)
            {
                _end.LogFault(error);
                return;
            }
            catch (Exception error)
            {
                activity.CountFailure();
                pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, 2 * (clock.GetElapsedTime(start) >= HealthyTime ? FirstPause : pause).Ticks));
                log.LogError(error, "background worker {Name} failed and is started again in {Seconds:0} s", name, pause.TotalSeconds);
            }
            finally
            {
                await _end.DisposeAsync(worker);
                worker = null;
            }

            if (!await PauseAsync(pause))
                return;
        }

        // Told to end before it began.
        await _end.DisposeAsync(worker);
    }

    /// <summary>A worker that never awaits takes no thread away from the requests.</summary>
    static Task OnItsOwnThread(Func<Task> run) => Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();

    async Task<bool> PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, clock, _stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
