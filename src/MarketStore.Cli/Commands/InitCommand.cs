using System.CommandLine;
using MarketStore.Cli.Tools;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore init</c>: writes a commented configuration file into the current directory.</summary>
internal static class InitCommand
{
    public const string Name = "init";

    const string FileName = "mkts.yml";

    const string Notes =
        """
        The file holds the settings that a server runs with anyway, each with a word on what it does, and examples of others
        behind a #. It can be read and written by its owner alone (0600), since keys to vendors may come to stand in it. A file
        that is there already stays as it is, and the exit code is 0 all the same.

        Example:
          marketstore init && marketstore start

        """;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object: the file, and whether it was written" };
        var command = new NotedCommand(Name, $"Write a commented {FileName} into the current directory", Notes) { json };
        command.SetAction(parsed => Write(FileName, parsed.GetValue(json), parsed.InvocationConfiguration.Output));
        return command;
    }

    internal static int Write(string path, bool asJson, TextWriter output)
    {
        var isWritten = TryWrite(path);
        if (asJson)
        {
            new JsonText(output).WriteLine(json =>
            {
                json.WriteStartObject();
                json.WriteString("file", Path.GetFullPath(path));
                json.WriteBoolean("written", isWritten);
                json.WriteEndObject();
            });
        }
        else
        {
            output.WriteLine(isWritten ? $"wrote {path}" : $"{path} exists already and was left as it is");
        }

        return ExitCode.Success;
    }

    /// <summary>False when the file is there already; it stays as it is.</summary>
    static bool TryWrite(string path)
    {
        using var template = OpenTemplate();
        try
        {
            // Plug-ins' keys to their vendors will stand in it: it is the owner's alone from the start.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(path, options))
                Fill(file, template);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    /// <summary>What a full disk left of the file would be taken for one that exists.</summary>
    static void Fill(FileStream file, Stream template)
    {
        try
        {
            template.CopyTo(file);
            file.Flush();
        }
        catch (IOException)
        {
            File.Delete(file.Name);
            throw;
        }
    }

    internal static Stream OpenTemplate() => typeof(InitCommand).Assembly.GetManifestResourceStream(FileName)!;
}
