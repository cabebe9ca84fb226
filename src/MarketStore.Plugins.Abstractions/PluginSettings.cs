using System.Globalization;

namespace MarketStore.Plugins.Abstractions;

/// <summary>
/// The <c>config</c> of a plug-in. Names are found in any case; numbers and truth values may be written as texts, lists of one value without the brackets. Values are texts,
/// lists (<see cref="IReadOnlyList{T}"/> of object) and maps (<see cref="IReadOnlyDictionary{TKey, TValue}"/> of text to object), null for nothing.
/// </summary>
/// <param name="values">The entries.</param>
public sealed class PluginSettings(IReadOnlyDictionary<string, object?> values)
{
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
        _ => throw new PluginSettingsException(name, "one value is due, not a list or a map"),
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

    /// <summary>A list of texts; a single one may stand without a list.</summary>
    /// <exception cref="PluginSettingsException">It is a map, or holds lists or maps.</exception>
    public IReadOnlyList<string> GetList(string name) => Find(name) switch
    {
        null => [],
        string text => text.Length == 0 ? [] : [text],
        IReadOnlyList<object?> items => [.. items.Select(item => item as string ?? throw new PluginSettingsException(name, "a list of single values is due"))],
        _ => throw new PluginSettingsException(name, "a list is due, not a map"),
    };

    /// <summary>The settings within a map.</summary>
    /// <exception cref="PluginSettingsException">It is no map.</exception>
    public PluginSettings GetMap(string name) => Find(name) switch
    {
        null => Empty,
        IReadOnlyDictionary<string, object?> map => new(map),
        _ => throw new PluginSettingsException(name, "a map is due"),
    };

    static Dictionary<string, object?> ToDictionary(IReadOnlyDictionary<string, object?> values)
    {
        var found = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values)
            found[name] = value;
        return found;
    }
}
