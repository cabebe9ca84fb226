using System.Diagnostics;
using System.Runtime.InteropServices;
using MarketStore.Core.Errors;
using MarketStore.Sql.Text;

namespace MarketStore.Sql.Engine;

/// <summary>Finds the program of the worker, which stands beside this one, and starts it.</summary>
internal static class WorkerProgram
{
    const string Name = "marketstore-sql";

    /// <exception cref="MarketStoreException">It is not there, or the system does not start it.</exception>
    public static Process Start()
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        Aim(start);
        // What was set for the server's memory is not meant for this one, and nobody looks into it while it runs.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DOTNET_GC", StringComparison.OrdinalIgnoreCase) || name.StartsWith("COMPlus_GC", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredCompilation_BackgroundWorkerTimeoutMs"] = "0";
        try
        {
            return Process.Start(start) ?? throw Missing("the system starts no process");
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or FileNotFoundException)
        {
            throw Missing(error.Message);
        }
    }

    static void Aim(ProcessStartInfo start)
    {
        var directory = AppContext.BaseDirectory;
        var assembly = Path.Combine(directory, $"{Name}.dll");
        if (!File.Exists(assembly))
            throw Missing($"{Name} does not stand beside the server");
        // The runtime that runs this process, wherever it is installed; a program published with its own runtime has none beside it.
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        if (File.Exists(host))
        {
            start.FileName = host;
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(assembly);
        }
        else
        {
            start.FileName = Path.Combine(directory, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
        }
    }

    static MarketStoreException Missing(string reason) => SqlErrors.Of(ErrorKind.Unavailable, $"the SQL engine does not start: {reason}");
}
