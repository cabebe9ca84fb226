using MarketStore.Plugins.Abstractions;
using Xunit;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>How the configuration of a plug-in may be written, and what is said of what makes no sense.</summary>
public class PluginSettingsTests
{
    static readonly Dictionary<string, object?> Values = new()
    {
        ["Number"] = "12",
        ["FLAG"] = "Yes",
        ["text"] = "one",
        ["commas"] = " 5Min ,1H,",
        ["list"] = new List<object?> { "a,b", "c" },
        ["nothing"] = null,
        ["empty"] = "",
        ["nested"] = new List<object?> { "a", new List<object?> { "b" } },
        ["holes"] = new List<object?> { "a", null },
        ["map"] = new Dictionary<string, object?> { ["Inner"] = "7" },
    };

    static readonly PluginSettings Settings = new(Values);

    [Fact]
    public void Names_are_found_in_any_case_and_values_as_they_are_meant()
    {
        Assert.Equal((12, 5, 5), (Settings.GetNumber("number", 0), Settings.GetNumber("none", 5), Settings.GetNumber("nothing", 5)));
        Assert.Equal((true, true, false), (Settings.GetFlag("flag"), Settings.GetFlag("nothing", otherwise: true), Settings.GetFlag("empty")));
        Assert.Equal(["5Min", "1H"], Settings.GetList("COMMAS"));
        Assert.Equal(["a,b", "c"], Settings.GetList("list"));
        Assert.Equal(["one"], Settings.GetList("text"));
        Assert.Equal([], Settings.GetList("nothing").Concat(Settings.GetList("empty")).Concat(Settings.GetList("none")));
        Assert.Equal(7, Settings.GetMap("Map").GetNumber("INNER", 0));
        Assert.Empty(Settings.GetMap("none").Names);
    }

    [Fact]
    public void Errors_name_the_key_and_the_value()
    {
        AssertRefused("text: one is no whole number from 1 to 9", () => Settings.GetNumber("text", 0, 1, 9));
        AssertRefused("Number: 12 is no whole number from 1 to 9", () => Settings.GetNumber("Number", 0, 1, 9));
        AssertRefused("number: one value is due, not [a,b, c]", () => new PluginSettings(new Dictionary<string, object?> { ["number"] = Values["list"] }).GetNumber("number", 0));
        AssertRefused("text: one is neither true nor false", () => Settings.GetFlag("text"));
        AssertRefused("map: one value is due, not {Inner: 7}", () => Settings.GetText("map"));
        AssertRefused("map: a list is due, not {Inner: 7}", () => Settings.GetList("map"));
        AssertRefused("nested: a list of single values is due, not [a, [b]]", () => Settings.GetList("nested"));
        AssertRefused("holes: a list of single values is due, not [a, nothing]", () => Settings.GetList("holes"));
        AssertRefused("text: a map is due, not one", () => Settings.GetMap("text"));
        AssertRefused("B: it is there twice, as 1 and 2", () => new PluginSettings(new Dictionary<string, object?> { ["b"] = "1", ["B"] = "2" }));
        Assert.Equal(200 + "long: a map is due, not …".Length, Assert.Throws<PluginSettingsException>(() => new PluginSettings(new Dictionary<string, object?> { ["long"] = new string('x', 10_000) }).GetMap("long")).Message.Length);
    }

    static void AssertRefused(string message, Func<object> read) => Assert.Equal(message, Assert.Throws<PluginSettingsException>(read).Message);
}
