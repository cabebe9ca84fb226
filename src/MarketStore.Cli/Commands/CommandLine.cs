using System.CommandLine;
using MarketStore.Core.Errors;

namespace MarketStore.Cli.Commands;

/// <summary>Runs one command line: finds the verb, and turns errors into a text on standard error and an exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var root = MarketStoreCommand.Create();
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            // Verbs that run for long handle signals themselves.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            var parsed = root.Parse(arguments);
            if (parsed.Errors.Count > 0 && parsed.Action is not { Terminating: true, ClearsParseErrors: true })
                return Misuse.Report(parsed, error);
            return await parsed.InvokeAsync(configuration);
        }
        catch (MarketStoreException e)
        {
            await error.WriteLineAsync($"Error: {e.Message}");
            return ExitCode.Failure;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"Error: {e.Message}");
            return ExitCode.Failure;
        }
    }
}
