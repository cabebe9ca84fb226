using System.CommandLine;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore init</c>: writes a commented configuration file into the current directory.</summary>
internal static class InitCommand
{
    public const string Name = "init";

    const string FileName = "mkts.yml";

    public static Command Create()
    {
        var command = new Command(Name, $"Write a commented {FileName} into the current directory");
        command.SetAction(parsed => Write(FileName, parsed.InvocationConfiguration.Output));
        return command;
    }

    internal static int Write(string path, TextWriter output)
    {
        using var template = OpenTemplate();
        try
        {
            // Plug-ins' keys to their vendors will stand in it: it is the owner's alone from the start.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, options);
            template.CopyTo(file);
            output.WriteLine($"wrote {path}");
        }
        catch (IOException) when (File.Exists(path))
        {
            output.WriteLine($"{path} exists already and was left as it is");
        }

        return ExitCode.Success;
    }

    internal static Stream OpenTemplate() => typeof(InitCommand).Assembly.GetManifestResourceStream(FileName)!;
}
