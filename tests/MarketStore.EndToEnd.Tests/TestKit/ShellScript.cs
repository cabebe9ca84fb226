using System.Diagnostics;
using System.Runtime.InteropServices;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.TestKit;

/// <summary>A script of bash that knows the command <c>marketstore</c>, as a person at a terminal would type it. Ended by force when it takes too long.</summary>
static class ShellScript
{
    const string Shell = "/bin/bash";
    const string Prelude = "marketstore() { \"$DOTNET\" \"$MARKETSTORE\" \"$@\"; }\n";

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string directory, string script)
    {
        Assert.SkipUnless(File.Exists(Shell), "bash is not installed");
        var start = new ProcessStartInfo(Shell) { WorkingDirectory = directory, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Prelude + script);
        start.Environment["DOTNET"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        start.Environment["MARKETSTORE"] = Path.Combine(AppContext.BaseDirectory, "marketstore.dll");
        start.Environment.Remove("DOTNET_gcServer");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
