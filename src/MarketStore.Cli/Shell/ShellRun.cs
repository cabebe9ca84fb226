using MarketStore.Cli.Commands;
using MarketStore.Cli.Shell.Editing;
using MarketStore.Cli.Shell.Output;
using MarketStore.Cli.Shell.Statements;
using MarketStore.Cli.Stores;
using MarketStore.Core.Errors;

namespace MarketStore.Cli.Shell;

/// <summary>One shell from its first line to its last: lines from a person, from a script, or from the command line.</summary>
internal sealed class ShellRun(ShellOptions options, IBucketStore store, TextReader input, TextWriter output, TextWriter error)
{
    const string Prompt = "»";
    const string NextLinePrompt = "…";
    const int PromptCells = 2;

    static readonly TimeSpan CompletionPatience = TimeSpan.FromSeconds(2);

    /// <summary>Whether a person types the lines, and sees them.</summary>
    bool IsInteractive => options.Statements.Count == 0 && ReferenceEquals(input, Console.In) && !Console.IsInputRedirected && IsShownOnTerminal;

    bool IsShownOnTerminal => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        var results = new ShellOutput(options.Format, output, error, () => IsShownOnTerminal ? TerminalWidth : null);
        var session = new ShellSession(new(store, results, output, error, Terminal.Find(error)), new StatementBuffer(isScript: !IsInteractive));
        using var interrupts = new Interrupts(isScript: !IsInteractive);
        if (IsInteractive)
        {
            error.WriteLine($"Connected to {options.Place}");
            error.WriteLine("Type \\help to see what can be done here; Ctrl-D ends it.");
            await RunTypedAsync(session, interrupts);
            return ExitCode.Success;
        }

        await RunScriptAsync(session, interrupts);
        return session.HasFailed ? ExitCode.Failure : ExitCode.Success;
    }

    async Task RunScriptAsync(ShellSession session, Interrupts interrupts)
    {
        if (options.Statements.Count == 0)
        {
            await RunLinesAsync(input, session, interrupts);
            return;
        }

        foreach (var statement in options.Statements)
        {
            using var lines = new StringReader(statement);
            await RunLinesAsync(lines, session, interrupts);
        }
    }

    static async Task RunLinesAsync(TextReader lines, ShellSession session, Interrupts interrupts)
    {
        while (!session.IsEnded && !interrupts.HasCome && lines.ReadLine() is { } line)
            await interrupts.RunAsync(cancellationToken => session.AddLineAsync(line, cancellationToken));
        if (!session.IsEnded && !interrupts.HasCome)
            await interrupts.RunAsync(session.FinishAsync);
    }

    async Task RunTypedAsync(ShellSession session, Interrupts interrupts)
    {
        var readLine = CreateReader();
        while (!session.IsEnded)
        {
            var (ending, line) = readLine(session.IsPending);
            if (ending == LineEnding.EndOfInput)
                break;
            if (ending == LineEnding.Interrupted)
            {
                if (!session.IsPending && line.Length == 0)
                    error.WriteLine("Ctrl-D or \\quit ends the shell");
                session.DropPending();
                continue;
            }

            await interrupts.RunAsync(cancellationToken => session.AddLineAsync(line, cancellationToken));
        }

        if (!session.IsEnded)
            error.WriteLine("exit");
    }

    Func<bool, (LineEnding Ending, string Line)> CreateReader()
    {
        // A terminal that cannot move its cursor shows what is typed on its own.
        if (Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb")
            return ReadPlainLine;
        var editor = new LineEditor(new ConsoleKeyReader(), output, () => TerminalWidth, new LineHistory(LineHistory.DefaultPath), new Completer(ListKeys));
        return isPending =>
        {
            // While a line is typed Ctrl-C is a key, while a statement runs it is a signal.
            Console.TreatControlCAsInput = true;
            try
            {
                return editor.Read(isPending ? $"{NextLinePrompt} " : $"{Red(Prompt)} ", PromptCells);
            }
            finally
            {
                Console.TreatControlCAsInput = false;
            }
        };
    }

    (LineEnding Ending, string Line) ReadPlainLine(bool isPending)
    {
        output.Write(isPending ? $"{NextLinePrompt} " : $"{Prompt} ");
        return input.ReadLine() is { } line ? (LineEnding.Entered, line) : (LineEnding.EndOfInput, "");
    }

    // While a person waits for a word to be completed.
    IReadOnlyList<string> ListKeys()
    {
        using var patience = new CancellationTokenSource(CompletionPatience);
        try
        {
            return store.ListAsync(patience.Token).GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is MarketStoreException or OperationCanceledException)
        {
            return [];
        }
    }

    static string Red(string text) => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? $"\u001b[31m{text}\u001b[0m" : text;

    static int TerminalWidth
    {
        get
        {
            try
            {
                return Console.WindowWidth is > 0 and var width ? width : 80;
            }
            catch (IOException)
            {
                return 80;
            }
        }
    }
}
