using System.CommandLine;
using MarketStore.Core.Time;

namespace MarketStore.Cli.Commands;

/// <summary>Names a time zone.</summary>
internal static class ZoneOption
{
    public static Option<MarketTimeZone?> Create(string description) => new("--time-zone")
    {
        Description = description,
        HelpName = "name",
        CustomParser = argument =>
        {
            var name = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
            if (name.Length > 0 && MarketTimeZone.TryGet(name, out var zone))
                return zone;
            argument.AddError($"'--time-zone' has to be a name such as America/New_York, not {ShownText.Quote(name)}");
            return MarketTimeZone.Utc;
        },
    };
}
