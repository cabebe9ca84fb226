using System.Diagnostics;
using System.Runtime.InteropServices;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Worker;

/// <summary>The SQL engine as a process of its own, for the server that started it.</summary>
public static class SqlWorker
{
    /// <summary>The argument by which the program <c>marketstore</c> becomes a worker. Not for people: what it says and hears are messages.</summary>
    public const string Verb = "sql-worker";

    /// <summary>Serves the process at the other end of the standard streams. Does not return: the process ends with the link.</summary>
    public static void Run()
    {
        // The server ends this process by ending the link: signals to the whole group are the server's to act on.
        PosixSignal[] signals = OperatingSystem.IsWindows() ? [PosixSignal.SIGINT] : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
        var kept = Array.ConvertAll(signals, signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true));
        PipeSize.Raise(0);
        PipeSize.Raise(1);
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        using var link = new WorkerLink(input, output);
        using var loop = new StatementLoop(link);
        loop.Run();
        GC.KeepAlive(kept);
    }

    /// <summary>Ends this process at once, whatever the engine is at: nothing that it holds outlives it.</summary>
    internal static void End()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
