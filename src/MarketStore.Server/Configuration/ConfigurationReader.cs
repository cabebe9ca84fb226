using MarketStore.Server.Configuration.Yaml;
using MarketStore.Server.Console;

namespace MarketStore.Server.Configuration;

/// <summary>Turns the nodes of a file into settings, and gathers all problems on the way.</summary>
internal sealed class ConfigurationReader
{
    // Guessing what a key was meant to be costs more than reading it.
    const int MostHints = 50;

    readonly List<ConfigurationProblem> _warnings;
    readonly List<ConfigurationProblem> _errors = [];
    readonly HashSet<string> _given = new(StringComparer.Ordinal);
    readonly HashSet<string> _overridden = new(StringComparer.Ordinal);
    readonly List<ConfigurationEntry> _neverUsed = [];
    int _hints;

    ServerConfiguration _configuration;

    ConfigurationReader(ServerConfiguration configuration, List<ConfigurationProblem> warnings) => (_configuration, _warnings) = (configuration, warnings);

    /// <exception cref="ConfigurationException">Names every value that is not allowed and every required key that is missing.</exception>
    public static LoadedConfiguration Read(string text, IReadOnlyList<ConfigurationOverride> overrides)
    {
        var warnings = new List<ConfigurationProblem>();
        // A file without the key has no gRPC, while a server without a file has.
        var reader = new ConfigurationReader(new() { GrpcListenPort = null }, warnings);
        var root = YamlDocument.Read(text, warnings);
        reader.ReadOverrides(overrides);
        reader.ReadRoot(root);
        reader.Require(ConfigurationKeys.RootDirectory);
        reader.Require(ConfigurationKeys.ListenPort);
        return reader.Finish();
    }

    /// <exception cref="ConfigurationException">Names every value that is not allowed.</exception>
    public static LoadedConfiguration ReadWithoutFile(IReadOnlyList<ConfigurationOverride> overrides)
    {
        var reader = new ConfigurationReader(new(), []);
        reader.ReadOverrides(overrides);
        return reader.Finish();
    }

    LoadedConfiguration Finish()
    {
        if (_errors.Count > 0)
            throw new ConfigurationException(_errors);
        return new(_configuration, _warnings);
    }

    void ReadOverrides(IReadOnlyList<ConfigurationOverride> overrides)
    {
        foreach (var (path, value, option) in overrides)
        {
            Apply(ConfigurationKeys.Find(path), option, new ConfigurationScalar(line: 0, value, isQuoted: true));
            _overridden.Add(path);
        }
    }

    void ReadRoot(ConfigurationNode? root)
    {
        if (root is not (null or ConfigurationMap or ConfigurationScalar { IsNull: true }))
        {
            _errors.Add(new("", root.Line, Value: null, "a configuration is a list of lines \"key: value\""));
            return;
        }

        foreach (var entry in (root as ConfigurationMap ?? ConfigurationMap.Empty).Entries)
            ReadEntry(entry);
        if (_neverUsed.Count > 0)
            _warnings.Add(new("", _neverUsed[0].Line, Value: null, $"no effect, and safe to remove: {string.Join(", ", _neverUsed.Select(entry => entry.Key))}"));
    }

    void ReadEntry(ConfigurationEntry entry)
    {
        if (entry.Key == ConfigurationKeys.Replication)
            ReadReplication(entry);
        else if (entry.Key == ConfigurationKeys.Triggers)
            _configuration = _configuration with { Triggers = [.. ReadPlugins(entry, ConfigurationKeys.OfTrigger).Select(ToTrigger)] };
        else if (entry.Key == ConfigurationKeys.BackgroundWorkers)
            _configuration = _configuration with { BackgroundWorkers = [.. ReadPlugins(entry, ConfigurationKeys.OfBackgroundWorker).Select(ToBackgroundWorker)] };
        else if (ConfigurationKeys.NeverUsed.Contains(entry.Key))
            _neverUsed.Add(entry);
        else
            ReadValue(entry.Key, entry);
    }

    void ReadValue(string path, ConfigurationEntry entry)
    {
        if (!ConfigurationKeys.TryFind(path, out var key))
        {
            var section = path.LastIndexOf('.') + 1;
            WarnUnknown(path, entry.Line, [.. ConfigurationKeys.All.Select(known => known.Path), .. section == 0 ? ConfigurationKeys.Sections : []]);
            return;
        }

        if (entry.Value is ConfigurationScalar { IsNull: true })
            return;
        if (entry.Value is not ConfigurationScalar scalar)
        {
            _errors.Add(new(path, entry.Line, Value: null, $"a list or section is not allowed; allowed: {key.Allowed}"));
            return;
        }

        Apply(key, path, scalar);
    }

    // The place is the path of a key in the file, or the option that overrides it.
    void Apply(ConfigurationKey key, string place, ConfigurationScalar scalar)
    {
        var (configuration, notice) = key.Apply(_configuration, scalar);
        if (configuration is null)
            _errors.Add(new(place, scalar.Line, scalar.Text, $"is not allowed; allowed: {key.Allowed}"));
        else if (!_overridden.Contains(key.Path))
            _configuration = configuration;
        if (notice is not null)
            _warnings.Add(new(place, scalar.Line, scalar.Text, notice));
        _given.Add(key.Path);
    }

    void ReadReplication(ConfigurationEntry section)
    {
        if (section.Value is ConfigurationMap map)
        {
            foreach (var entry in map.Entries)
                ReadValue($"{ConfigurationKeys.Replication}.{entry.Key}", entry);
        }
        else if (section.Value is not ConfigurationScalar { IsNull: true })
        {
            _errors.Add(new(section.Key, section.Line, Value: null, "must hold keys of its own, indented below it"));
        }
    }

    IEnumerable<ConfigurationMap> ReadPlugins(ConfigurationEntry section, IReadOnlyList<string> known)
    {
        if (section.Value is ConfigurationScalar { IsNull: true })
            return [];
        if (section.Value is not ConfigurationList list)
        {
            _errors.Add(new(section.Key, section.Line, Value: null, "must be a list: lines that begin with \"- module: name\""));
            return [];
        }

        foreach (var item in list.Items)
            CheckPlugin(section.Key, item, known);
        return list.Items.OfType<ConfigurationMap>();
    }

    void CheckPlugin(string section, ConfigurationNode item, IReadOnlyList<string> known)
    {
        if (item is not ConfigurationMap map)
        {
            _errors.Add(new(section, item.Line, Value: null, "each entry must have the key module"));
            return;
        }

        if (TextOf(map, "module").Length == 0)
            _errors.Add(new($"{section}.module", map.Line, Value: null, "is required in each entry: the name of a plug-in"));
        foreach (var entry in map.Entries)
        {
            if (!known.Contains(entry.Key))
                WarnUnknown($"{section}.{entry.Key}", entry.Line, known.Select(key => $"{section}.{key}"));
            else if (entry.Key == "config" ? entry.Value is not (ConfigurationMap or ConfigurationScalar { IsNull: true }) : entry.Value is not ConfigurationScalar)
                _errors.Add(new($"{section}.{entry.Key}", entry.Line, Value: null, entry.Key == "config" ? "must hold keys of its own" : "must be a text"));
        }
    }

    void WarnUnknown(string path, int line, IEnumerable<string> known)
    {
        var nearest = _hints++ < MostHints ? NearestName.Find(path, known) : null;
        _warnings.Add(new(path, line, Value: null, nearest is null ? "unknown key, ignored" : $"unknown key, ignored; did you mean {nearest}?"));
    }

    void Require(string path)
    {
        if (!_given.Contains(path))
            _errors.Add(new(path, Line: 0, Value: null, "is required"));
    }

    static TriggerConfiguration ToTrigger(ConfigurationMap map) => new(TextOf(map, "module"), TextOf(map, "on"), ConfigOf(map), map.Line);

    static BackgroundWorkerConfiguration ToBackgroundWorker(ConfigurationMap map) => new(TextOf(map, "module"), TextOf(map, "name"), ConfigOf(map), map.Line);

    static string TextOf(ConfigurationMap map, string key) => map.TryGet(key, out var value) && value is ConfigurationScalar { IsNull: false } scalar ? scalar.Text : "";

    static ConfigurationMap ConfigOf(ConfigurationMap map) => map.TryGet("config", out var value) && value is ConfigurationMap config ? config : ConfigurationMap.Empty;
}
