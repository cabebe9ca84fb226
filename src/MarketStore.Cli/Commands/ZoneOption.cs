using System.CommandLine;
using MarketStore.Core.Time;

namespace MarketStore.Cli.Commands;

/// <summary>Names a time zone.</summary>
internal static class ZoneOption
{
    public static Option<MarketTimeZone?> Create(string optionName, string description) => new(optionName)
    {
        Description = description,
        HelpName = "name",
        CustomParser = argument =>
        {
            var name = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
            if (name.Length > 0 && MarketTimeZone.TryGet(name, out var zone))
                return zone;
            argument.AddError($"'{optionName}' has to be a name such as America/New_York, not {ShownText.Quote(name)}");
            return MarketTimeZone.Utc;
        },
    };
}
