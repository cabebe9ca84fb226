using System.Text.RegularExpressions;

namespace MarketStore.EndToEnd.Tests.Docs;

/// <summary>A statement as pages write its syntax: what stands in square brackets may be left out, and bars there part what is chosen from.</summary>
static partial class SyntaxForm
{
    /// <summary>Every way in which it can be written.</summary>
    public static IEnumerable<string> Expand(string form)
    {
        var optional = Optional().Match(form);
        if (!optional.Success)
            return [form];
        return from choice in ((string[])["", .. optional.Groups[1].Value.Split(" | ").Select(choice => choice + " ")])
               from statement in Expand((form[..optional.Index] + choice + form[(optional.Index + optional.Length)..]).Trim())
               select statement;
    }

    [GeneratedRegex(@"\[([^\]]+)\] ?")]
    private static partial Regex Optional();
}
