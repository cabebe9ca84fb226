using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MarketStore.TestKit.Servers;

/// <summary>The built program, as it lies beside the tests, run by the .NET that runs the tests. Killed at the latest when disposed.</summary>
public sealed class MarketStoreProgram : IAsyncDisposable
{
    /// <summary>How long to wait for an event that must come; no test waits so long when all is well.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "marketstore.dll");
    static readonly string Dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    readonly Process _process;
    readonly Task _drained;

    MarketStoreProgram(Process process)
    {
        _process = process;
        _drained = Task.WhenAll(DrainAsync(process.StandardOutput, Output), DrainAsync(process.StandardError, Errors));
    }

    public ProcessOutput Output { get; } = new();

    public ProcessOutput Errors { get; } = new();

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The most memory that it has held so far, in bytes. Linux.</summary>
    public long PeakMemory => 1_024 * File.ReadLines($"/proc/{Id}/status").Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null)).Single();

    public string Transcript => $"--- standard output\n{Output.Text}\n--- standard error\n{Errors.Text}\n---";

    /// <summary>The command that runs the program, for a shell.</summary>
    public static string ShellCommand => $"'{Dotnet}' '{Assembly}'";

    public static MarketStoreProgram Start(params IEnumerable<string> arguments)
    {
        var process = StartProcess(arguments);
        process.StandardInput.Close();
        return new(process);
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params IEnumerable<string> arguments)
    {
        await using var program = Start(arguments);
        return (await program.WaitForExitAsync(), program.Output.Text, program.Errors.Text);
    }

    /// <summary>Runs the program to its end, with lines on its standard input.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunScriptAsync(IReadOnlyList<string> lines, params IEnumerable<string> arguments)
    {
        var process = StartProcess(arguments);
        await using var program = new MarketStoreProgram(process);
        try
        {
            foreach (var line in lines)
                await process.StandardInput.WriteLineAsync(line);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all of them.
        }

        return (await program.WaitForExitAsync(), program.Output.Text, program.Errors.Text);
    }

    /// <summary>Waits for a line on standard output.</summary>
    /// <exception cref="InvalidOperationException">The program ended without it, or did not print it for too long.</exception>
    public async Task<string> WaitForLineAsync(string text, int fromLine = 0)
    {
        var line = Output.WaitForAsync(candidate => candidate.Contains(text, StringComparison.Ordinal), fromLine);
        try
        {
            await Task.WhenAny(line, _drained).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // Told below, with all that was printed instead.
        }

        return line.IsCompleted ? await line : throw new InvalidOperationException($"no line '{text}'\n{Transcript}");
    }

    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"the program did not end\n{Transcript}");
        }

        await _drained;
        return _process.ExitCode;
    }

    public void Signal(PosixSignalNumber signal) => _ = kill(_process.Id, (int)signal);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _drained;
        _process.Dispose();
    }

    static Process StartProcess(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Dotnet) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Assembly);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // What the test run is set up with is no business of the program.
        start.Environment.Remove("DOTNET_gcServer");
        return Process.Start(start)!;
    }

    static async Task DrainAsync(StreamReader stream, ProcessOutput output)
    {
        while (await stream.ReadLineAsync() is { } line)
            output.Add(line);
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    static extern int kill(int processId, int signal);
}
