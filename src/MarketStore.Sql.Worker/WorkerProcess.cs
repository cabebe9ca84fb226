using System.Diagnostics;
using System.Runtime.InteropServices;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Worker;

/// <summary>This process: the SQL engine, for the server that started it.</summary>
internal static class WorkerProcess
{
    public static void Main()
    {
        // The server ends this process by ending the link: signals to the whole group are the server's to act on.
        PosixSignal[] signals = OperatingSystem.IsWindows() ? [PosixSignal.SIGINT] : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
        var kept = Array.ConvertAll(signals, signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true));
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        using var link = new WorkerLink(input, output);
        new StatementLoop(link).Run();
        GC.KeepAlive(kept);
    }

    /// <summary>Ends at once, whatever the engine is at: nothing that it holds outlives it.</summary>
    public static void End()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
