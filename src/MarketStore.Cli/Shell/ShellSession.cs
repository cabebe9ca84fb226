using MarketStore.Cli.Shell.Commands;
using MarketStore.Cli.Shell.Statements;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;

namespace MarketStore.Cli.Shell;

/// <summary>Runs statements and commands one after the other, and tells what goes wrong with each.</summary>
internal sealed class ShellSession(ShellContext context, StatementBuffer buffer)
{
    // What SQL has no key of its own for.
    const string ResultKey = "SQL";

    /// <summary>Whether anything failed so far.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether lines are still taken.</summary>
    public bool IsEnded => context.IsEnded;

    /// <summary>Whether a statement was begun and not ended.</summary>
    public bool IsPending => buffer.IsPending;

    public void DropPending() => buffer.Clear();

    /// <summary>Takes a line, and runs what it ends.</summary>
    public Task AddLineAsync(string line, CancellationToken cancellationToken) => RunAsync(buffer.Add(line), cancellationToken);

    /// <summary>Takes the end of the input.</summary>
    public Task FinishAsync(CancellationToken cancellationToken) => RunAsync(buffer.Finish(), cancellationToken);

    async Task RunAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
        {
            if (context.IsEnded)
                return;
            await TryRunAsync(statement, cancellationToken);
        }
    }

    async Task TryRunAsync(string statement, CancellationToken cancellationToken)
    {
        try
        {
            if (ShellCommands.IsCommand(statement))
                await ShellCommands.RunAsync(statement, context, cancellationToken);
            else
                await RunSqlAsync(statement, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever a statement ends with once it is canceled, that is why.
            Fail("canceled");
        }
        catch (Exception fault) when (fault is MarketStoreException or IOException or UnauthorizedAccessException)
        {
            Fail(fault.Message);
        }
    }

    async Task RunSqlAsync(string statement, CancellationToken cancellationToken)
    {
        ColumnSeries rows;
        using (QueryWatch.Start(context))
            rows = await context.Store.ExecuteSqlAsync(statement, cancellationToken);
        using (rows)
            context.Output.Write([new(ResultKey, rows)]);
    }

    void Fail(string message)
    {
        HasFailed = true;
        context.Error.WriteLine($"error: {message}");
    }
}
