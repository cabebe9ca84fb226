using System.Diagnostics;
using System.Text;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Shell;

/// <summary>The program on a terminal of its own, with a person that types and reads. Without the tool that makes terminals the test is skipped.</summary>
sealed class TerminalSession : IAsyncDisposable
{
    const string Tool = "/usr/bin/script";

    readonly Process _process;
    readonly Task _drained;
    readonly Lock _lock = new();
    readonly StringBuilder _shown = new();
    TaskCompletionSource _changed = NewSignal();
    int _read;

    TerminalSession(Process process)
    {
        _process = process;
        _drained = DrainAsync();
    }

    /// <param name="home">Where the history is kept, and where it runs.</param>
    public static TerminalSession Start(string home, string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Tool), $"no terminal can be made: there is no {Tool}");
        var start = new ProcessStartInfo(Tool) { WorkingDirectory = home, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["--quiet", "--flush", "--return", "--command", $"exec {MarketStoreProgram.ShellCommand} {arguments}", "/dev/null"])
            start.ArgumentList.Add(argument);
        start.Environment["HOME"] = home;
        // A shell that stays before the program would take Ctrl-C for its own end.
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment["TERM"] = "xterm";
        start.Environment["NO_COLOR"] = "1";
        start.Environment.Remove("DOTNET_gcServer");
        return new(Process.Start(start)!);
    }

    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until a text is shown, behind what was waited for before.</summary>
    public async Task WaitForAsync(string text)
    {
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                var position = _shown.ToString().IndexOf(text, _read, StringComparison.Ordinal);
                if (position >= 0)
                {
                    _read = position + text.Length;
                    return;
                }

                changed = _changed.Task;
            }

            try
            {
                await Task.WhenAny(changed, _drained).WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                // Told below.
            }

            if (patience.IsCancellationRequested || (_drained.IsCompleted && !changed.IsCompleted))
                throw new InvalidOperationException($"'{text}' was not shown\n--- all that was\n{_shown}\n--- behind what was waited for before\n{_shown.ToString()[_read..]}");
        }
    }

    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _drained;
        _process.Dispose();
    }

    async Task DrainAsync()
    {
        var buffer = new char[4_096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            TaskCompletionSource changed;
            lock (_lock)
            {
                _shown.Append(buffer, 0, count);
                (changed, _changed) = (_changed, NewSignal());
            }

            changed.SetResult();
        }
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
