using System.Diagnostics;
using System.Runtime.InteropServices;
using MarketStore.Core.Errors;
using MarketStore.Sql.Text;
using MarketStore.Sql.Worker;

namespace MarketStore.Sql.Engine;

/// <summary>Starts the program <c>marketstore</c>, which stands beside whatever runs the engine, as a worker.</summary>
internal static class WorkerProgram
{
    static readonly string Program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "marketstore.exe" : "marketstore");

    /// <exception cref="MarketStoreException">It is not there, or the system does not start it.</exception>
    public static Process Start()
    {
        var start = new ProcessStartInfo(Program, [SqlWorker.Verb])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        // The runtime that runs this process, wherever it is installed; a program published with its own does not ask.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        // What was set for the server's memory is not meant for this one, and nobody looks into it while it runs.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DOTNET_GC", StringComparison.OrdinalIgnoreCase) || name.StartsWith("COMPlus_GC", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        try
        {
            return Process.Start(start) ?? throw Missing($"the system does not start {Program}");
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or FileNotFoundException)
        {
            throw Missing(error.Message);
        }
    }

    static MarketStoreException Missing(string reason) => SqlErrors.Of(ErrorKind.Unavailable, $"the SQL engine does not start: {reason}");
}
