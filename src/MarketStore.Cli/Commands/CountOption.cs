using System.CommandLine;
using System.Globalization;

namespace MarketStore.Cli.Commands;

/// <summary>Takes a whole number within bounds.</summary>
internal static class CountOption
{
    public static Option<long> Create(string name, string[] aliases, string description, long byDefault, long least, long most) => new(name, aliases)
    {
        Description = description,
        HelpName = "count",
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument =>
        {
            var text = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most)
                return count;
            argument.AddError(string.Create(CultureInfo.InvariantCulture, $"'{name}' has to be a whole number from {least} to {most}, not {ShownText.Quote(text)}"));
            return byDefault;
        },
    };
}
