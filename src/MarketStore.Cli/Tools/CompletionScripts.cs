using System.Text;

namespace MarketStore.Cli.Tools;

/// <summary>Scripts that hand a command line and the place of its cursor to the program's <c>[suggest]</c> directive. Each stands in a file of its shell's language.</summary>
internal static class CompletionScripts
{
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    public static string For(string shell)
    {
        using var reader = new StreamReader(typeof(CompletionScripts).Assembly.GetManifestResourceStream($"completion.{shell}")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
