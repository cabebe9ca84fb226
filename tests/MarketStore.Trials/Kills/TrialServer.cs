using System.Diagnostics;
using MarketStore.TestKit.Servers;

namespace MarketStore.Trials.Kills;

/// <summary>Servers of a trial: a start that fails is a failure of the case.</summary>
static class TrialServer
{
    /// <exception cref="TrialFailedException">The server did not start.</exception>
    public static async Task<ServerProcess> StartAsync(ServerSettings settings, TrialTally tally, string when)
    {
        tally.Add("failed starts", 0);
        var watch = Stopwatch.StartNew();
        try
        {
            var server = await ServerProcess.StartAsync(settings);
            tally.Peak("start in s", watch.Elapsed.TotalSeconds);
            return server;
        }
        catch (InvalidOperationException failure)
        {
            tally.Add("failed starts");
            throw new TrialFailedException($"{when}, no start: {failure.Message}");
        }
    }

    public static bool HasReportedErrors(ServerProcess server) => server.Program.Output.Text.Contains("\"level\":\"error\"", StringComparison.Ordinal);

    /// <summary>A kill damages nothing, so the server has no error to report.</summary>
    /// <exception cref="TrialFailedException">It has reported one.</exception>
    public static void CheckReports(ServerProcess server, string when)
    {
        if (HasReportedErrors(server))
            throw new TrialFailedException($"{when}, the server reports an error\n{server.Program.Transcript}");
    }
}
