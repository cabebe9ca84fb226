using System.Diagnostics;

namespace MarketStore.TestKit.Files;

/// <summary>
/// Unpacks recorded data directories. They hold year files of up to a gigabyte that are nearly all holes, as GNU sparse entries, which the tar reader of
/// .NET does not know; so the <c>tar</c> program does it.
/// </summary>
public static class TarArchive
{
    public const string MissingProgram = "the tar program is not installed, and nothing else unpacks sparse entries";

    static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "tar")).FirstOrDefault(File.Exists);

    public static bool CanUnpack => Program is not null;

    /// <returns>The data directory inside.</returns>
    public static string Unpack(string archivePath, string targetDirectory)
    {
        var start = new ProcessStartInfo(Program ?? throw new InvalidOperationException(MissingProgram)) { RedirectStandardError = true };
        foreach (var argument in (string[])["--sparse", "--no-same-owner", "-xzf", archivePath, "-C", targetDirectory])
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidDataException($"tar could not unpack {archivePath}: {errors}");
        return Path.Combine(targetDirectory, "data");
    }
}
