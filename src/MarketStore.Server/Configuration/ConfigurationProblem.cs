using System.Globalization;
using MarketStore.Core.Errors;

namespace MarketStore.Server.Configuration;

/// <summary>Something wrong or odd in a configuration.</summary>
/// <param name="Key">The path of the key, such as <c>replication.enabled</c>; empty when it concerns the whole.</param>
/// <param name="Line">The line in the file, from 1; 0 when there is none.</param>
/// <param name="Value">The value found; null when it plays no part.</param>
/// <param name="Text">What is wrong, and what is allowed instead.</param>
public sealed record ConfigurationProblem(string Key, int Line, string? Value, string Text)
{
    const int LongestValue = 80;

    // What the reader of YAML says may hold a name of any length.
    const int LongestText = 1_000;

    public override string ToString()
    {
        var line = Line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"line {Line}: ");
        var key = Key.Length == 0 ? "" : $"{ShortText.Of(Key, LongestValue)}: ";
        var value = Value is null ? "" : $"\"{ShortText.Of(Value, LongestValue)}\" ";
        return line + key + value + ShortText.Of(Text, LongestText);
    }
}
