using MarketStore.Cli.Times;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MarketStore.Cli.Loading;

/// <summary>Reads a control file.</summary>
internal sealed class ControlFileReader
{
    static readonly string[] TrueWords = ["true", "yes", "on"];
    static readonly string[] FalseWords = ["false", "no", "off"];

    readonly string _path;
    readonly TextWriter _error;
    bool _firstRowHasColumnNames;
    string _timeFormat = ControlFile.DefaultTimeFormat;
    MarketTimeZone _zone = MarketTimeZone.Utc;
    IReadOnlyList<string> _columnNameMap = [];

    ControlFileReader(string path, TextWriter error) => (_path, _error) = (path, error);

    /// <param name="error">Hears of keys that are not known.</param>
    /// <exception cref="MarketStoreException">The file makes no sense; the message has the line.</exception>
    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    public static ControlFile Read(string path, TextWriter error)
    {
        var yaml = new YamlStream();
        try
        {
            using var text = new StreamReader(path);
            yaml.Load(text);
        }
        catch (YamlException fault)
        {
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{path}, line {fault.Start.Line}: {fault.Message}", fault);
        }

        var reader = new ControlFileReader(path, error);
        if (yaml.Documents.Count > 0)
            reader.ReadKeys(yaml.Documents[0].RootNode);
        return reader.ToControlFile();
    }

    void ReadKeys(YamlNode root)
    {
        if (root is not YamlMappingNode map)
            throw Invalid(root, "keys with values were expected, such as timeFormat: \"2006-01-02\"");
        foreach (var (key, value) in map.Children)
        {
            switch ((key as YamlScalarNode)?.Value)
            {
                case "firstRowHasColumnNames": _firstRowHasColumnNames = ReadTruth(value); break;
                case "timeFormat": _timeFormat = ReadText(value); break;
                case "timeZone": _zone = MarketTimeZone.TryGet(ReadText(value), out var zone) ? zone : throw Invalid(value, $"{ShownText.Quote(ReadText(value))} is no time zone such as America/New_York"); break;
                case "columnNameMap": _columnNameMap = value is YamlSequenceNode names ? [.. names.Select(name => ReadText(name).Trim())] : throw Invalid(value, "columnNameMap has to be a list of names"); break;
                default: _error.WriteLine($"warning: {_path}, line {key.Start.Line}: the key {ShownText.Quote(key.ToString())} is not known"); break;
            }
        }
    }

    ControlFile ToControlFile() => new(_path)
    {
        FirstRowHasColumnNames = _firstRowHasColumnNames,
        Zone = _zone,
        ColumnNameMap = _columnNameMap,
        Times = _timeFormat == ControlFile.TimestampFormat ? new TimeReader(TimeFormat.EpochSeconds, _zone) : new GoTimeReader(ParseLayout(), _zone),
    };

    GoLayout ParseLayout()
    {
        // An empty format reads nothing.
        var layout = GoLayout.Parse(_timeFormat.Length == 0 ? ControlFile.DefaultTimeFormat : _timeFormat);
        return layout.HasYear ? layout : throw new MarketStoreException(ErrorKind.InvalidRequest, $"{_path}: timeFormat {ShownText.Quote(_timeFormat)} has no year: it has to be written as 2006");
    }

    bool ReadTruth(YamlNode value)
    {
        var word = ReadText(value);
        return TrueWords.Contains(word, StringComparer.OrdinalIgnoreCase)
            || (FalseWords.Contains(word, StringComparer.OrdinalIgnoreCase) ? false : throw Invalid(value, $"{ShownText.Quote(word)} is neither true nor false"));
    }

    string ReadText(YamlNode value) => value is YamlScalarNode { Value: { } text } ? text : throw Invalid(value, "one value was expected");

    MarketStoreException Invalid(YamlNode place, string problem) => new(ErrorKind.InvalidRequest, $"{_path}, line {place.Start.Line}: {problem}");
}
