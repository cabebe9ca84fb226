using System.ComponentModel;
using System.Diagnostics;

namespace MarketStore.Trials.DiskClones;

/// <summary>Programs of the system for file systems and mounts.</summary>
static class SystemCommand
{
    // They lie where a user's path often does not lead.
    static readonly string[] Directories = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="IOException">There is no such program, or it failed; the message has what it said.</exception>
    public static async Task RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        var path = Directories.Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists) ?? throw new IOException($"{program} is not installed");
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new IOException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {string.Concat(said).Trim()}");
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"{program} cannot be run: {failure.Message}", failure);
        }
    }
}
