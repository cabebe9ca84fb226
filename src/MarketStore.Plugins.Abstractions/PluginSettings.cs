using System.Globalization;

namespace MarketStore.Plugins.Abstractions;

/// <summary>
/// The <c>config</c> of a plug-in. Names are found in any case; numbers and truth values may be written as texts, lists as one text with commas. Values are texts,
/// lists (<see cref="IReadOnlyList{T}"/> of object) and maps (<see cref="IReadOnlyDictionary{TKey, TValue}"/> of text to object), null for nothing.
/// </summary>
/// <param name="values">The entries.</param>
/// <exception cref="PluginSettingsException">A name is there twice, in different case.</exception>
public sealed class PluginSettings(IReadOnlyDictionary<string, object?> values)
{
    const int ShownItems = 20;
    const int ShownLength = 200;

    readonly Dictionary<string, object?> _values = ToDictionary(values);

    /// <summary>No settings.</summary>
    public static PluginSettings Empty { get; } = new(new Dictionary<string, object?>());

    /// <summary>Names that are set.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The value as it was written; null when it is not.</summary>
    public object? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>A text.</summary>
    /// <exception cref="PluginSettingsException">It is a list or a map.</exception>
    public string GetText(string name, string otherwise = "") => Find(name) switch
    {
        null => otherwise,
        string text => text,
        var other => throw new PluginSettingsException(name, $"one value is due, not {Show(other)}"),
    };

    /// <summary>A whole number.</summary>
    /// <exception cref="PluginSettingsException">It is none, or not within the bounds.</exception>
    public long GetNumber(string name, long otherwise, long least = long.MinValue, long most = long.MaxValue)
    {
        var text = GetText(name);
        if (text.Length == 0)
            return otherwise;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
            throw new PluginSettingsException(name, string.Create(CultureInfo.InvariantCulture, $"{text} is no whole number from {least} to {most}"));
        return number;
    }

    /// <summary>true or false, also yes, no, on, off, 1 and 0.</summary>
    /// <exception cref="PluginSettingsException">It is none of these.</exception>
    public bool GetFlag(string name, bool otherwise = false) => GetText(name).ToLowerInvariant() switch
    {
        "" => otherwise,
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        var text => throw new PluginSettingsException(name, $"{text} is neither true nor false"),
    };

    /// <summary>A list of texts; also one text, with commas between several. Items of a list may have commas.</summary>
    /// <exception cref="PluginSettingsException">It is a map, or holds lists or maps.</exception>
    public IReadOnlyList<string> GetList(string name) => Find(name) switch
    {
        null => [],
        string text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        IReadOnlyList<object?> items => [.. items.Select(item => item as string ?? throw new PluginSettingsException(name, $"a list of single values is due, not {Show(items)}"))],
        var other => throw new PluginSettingsException(name, $"a list is due, not {Show(other)}"),
    };

    /// <summary>The settings within a map.</summary>
    /// <exception cref="PluginSettingsException">It is no map.</exception>
    public PluginSettings GetMap(string name) => Find(name) switch
    {
        null => Empty,
        IReadOnlyDictionary<string, object?> map => new(map),
        var other => throw new PluginSettingsException(name, $"a map is due, not {Show(other)}"),
    };

    /// <summary>A value for a message, as YAML has it and not long.</summary>
    static string Show(object? value)
    {
        var text = value switch
        {
            null => "nothing",
            string single => single,
            IReadOnlyList<object?> items => $"[{string.Join(", ", items.Take(ShownItems).Select(Show))}]",
            IReadOnlyDictionary<string, object?> map => $"{{{string.Join(", ", map.Take(ShownItems).Select(entry => $"{entry.Key}: {Show(entry.Value)}"))}}}",
            _ => $"{value}",
        };
        return text.Length <= ShownLength ? text : $"{text[..ShownLength]}…";
    }

    static Dictionary<string, object?> ToDictionary(IReadOnlyDictionary<string, object?> values)
    {
        var found = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values)
        {
            if (!found.TryAdd(name, value))
                throw new PluginSettingsException(name, $"it is there twice, as {Show(found[name])} and {Show(value)}");
        }

        return found;
    }
}
