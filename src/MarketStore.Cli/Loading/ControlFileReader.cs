using MarketStore.Cli.Times;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Server.Configuration;
using MarketStore.Server.Configuration.Yaml;

namespace MarketStore.Cli.Loading;

/// <summary>Reads a control file.</summary>
internal sealed class ControlFileReader
{
    const int MaxCharacters = 1 << 20;

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
        var reader = new ControlFileReader(path, error);
        var warnings = new List<ConfigurationProblem>();
        try
        {
            if (YamlDocument.Read(reader.ReadText(), warnings) is { } root)
                reader.ReadKeys(root);
        }
        catch (ConfigurationException fault)
        {
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{path}, {fault.Problems[0]}", fault);
        }

        foreach (var warning in warnings)
            error.WriteLine($"warning: {path}, {warning}");
        return reader.ToControlFile();
    }

    string ReadText()
    {
        using var file = new StreamReader(_path);
        var text = new char[MaxCharacters + 1];
        var length = file.ReadBlock(text);
        return length <= MaxCharacters ? new(text, 0, length) : throw new MarketStoreException(ErrorKind.InvalidRequest, $"{_path} has more than {MaxCharacters} characters: it is no control file");
    }

    void ReadKeys(ConfigurationNode root)
    {
        if (root is not ConfigurationMap map)
            throw Invalid(root.Line, "keys with values were expected, such as timeFormat: \"2006-01-02\"");
        foreach (var (key, line, value) in map.Entries)
        {
            switch (key)
            {
                case "firstRowHasColumnNames": _firstRowHasColumnNames = ReadTruth(value); break;
                case "timeFormat": _timeFormat = ReadScalar(value); break;
                case "timeZone": _zone = MarketTimeZone.TryGet(ReadScalar(value), out var zone) ? zone : throw Invalid(value.Line, $"{ShownText.Quote(ReadScalar(value))} is no time zone such as America/New_York"); break;
                case "columnNameMap": _columnNameMap = value is ConfigurationList names ? [.. names.Items.Select(name => ReadScalar(name).Trim())] : throw Invalid(value.Line, "columnNameMap has to be a list of names"); break;
                default: _error.WriteLine($"warning: {_path}, line {line}: the key {ShownText.Quote(key)} is not known"); break;
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

    static bool IsOneOf(string[] words, string word) => words.Contains(word, StringComparer.OrdinalIgnoreCase);

    bool ReadTruth(ConfigurationNode value)
    {
        var word = ReadScalar(value);
        return IsOneOf(TrueWords, word) || (IsOneOf(FalseWords, word) ? false : throw Invalid(value.Line, $"{ShownText.Quote(word)} is neither true nor false"));
    }

    string ReadScalar(ConfigurationNode value) => value is ConfigurationScalar scalar ? scalar.Text : throw Invalid(value.Line, "one value was expected");

    MarketStoreException Invalid(int line, string problem) => new(ErrorKind.InvalidRequest, $"{_path}, line {line}: {problem}");
}
