using System.Runtime.InteropServices;

namespace MarketStore.Server.Hosting;

/// <summary>
/// The signals of a server: SIGTERM and SIGINT ask for a stop, a second one ends the process at once with exit code 1, and SIGUSR1 asks for a status report.
/// A supervisor may signal a process and its group in one breath, so what comes within a second of the first counts as the same request.
/// Handlers run on threads of the pool.
/// </summary>
public sealed class ServerSignals : IDisposable
{
    readonly TaskCompletionSource<string> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<PosixSignalRegistration> _registrations = [];
    static readonly TimeSpan SameRequest = TimeSpan.FromSeconds(1);

    readonly Action _endAtOnce;
    readonly TimeProvider _clock;
    long _firstRequest;

    /// <param name="onStatusWanted">Called for each SIGUSR1.</param>
    /// <param name="endAtOnce">Called for the second request to stop; does not return in practice.</param>
    public ServerSignals(Action onStatusWanted, Action endAtOnce, TimeProvider clock)
    {
        (_endAtOnce, _clock) = (endAtOnce, clock);
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, RequestStop));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, RequestStop));
        if (UserSignal1 is { } signal)
            _registrations.Add(PosixSignalRegistration.Create(signal, context => Handle(context, onStatusWanted)));
    }

    /// <summary>Ends with the name of the signal once a stop is wanted.</summary>
    public Task<string> StopRequested => _stop.Task;

    // .NET names only the common signals; the others are given by the system's own number.
    static PosixSignal? UserSignal1 =>
        OperatingSystem.IsLinux() ? (PosixSignal)10 :
        OperatingSystem.IsMacOS() ? (PosixSignal)30 : null;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    void RequestStop(PosixSignalContext context) => Handle(context, () =>
    {
        var now = _clock.GetTimestamp();
        if (Interlocked.CompareExchange(ref _firstRequest, now, 0) == 0)
            _stop.TrySetResult(context.Signal.ToString());
        else if (_clock.GetElapsedTime(_firstRequest, now) >= SameRequest)
            _endAtOnce();
    });

    static void Handle(PosixSignalContext context, Action action)
    {
        // Else the runtime ends the process.
        context.Cancel = true;
        action();
    }
}
