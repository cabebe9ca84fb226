using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MarketStore.Server.Configuration.Yaml;

/// <summary>
/// Turns YAML text into nodes. The tree is built from parser events and not by the library's own model, which recurses without a bound and knows no lines of keys:
/// depth and the size with aliases written out are bounded while the tree grows.
/// </summary>
public sealed class YamlDocument
{
    public const int MaxDepth = 64;
    public const int MaxNodes = 1_000_000;

    readonly Parser _events;
    readonly List<ConfigurationProblem> _warnings;
    readonly Dictionary<string, ConfigurationNode> _anchors = new(StringComparer.Ordinal);

    // The keys above the place that is being read, for error messages.
    readonly List<string> _path = [];
    long _nodeCount;

    YamlDocument(string text, List<ConfigurationProblem> warnings)
    {
        _events = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _warnings = warnings;
    }

    /// <summary>Reads the first document of a text; null if it holds nothing.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="warnings">Takes what is odd and yet has a meaning: keys given twice, a second document.</param>
    /// <exception cref="ConfigurationException">The text is no YAML, or too deep or too large.</exception>
    public static ConfigurationNode? Read(string text, List<ConfigurationProblem> warnings)
    {
        var document = new YamlDocument(text, warnings);
        try
        {
            return document.ReadFirst();
        }
        catch (YamlException e)
        {
            throw document.Refusal(e.Start, $"not valid YAML: {e.Message}");
        }
    }

    ConfigurationNode? ReadFirst()
    {
        Advance();
        Advance();
        if (_events.Current is not DocumentStart)
            return null;
        Advance();
        var root = ReadNode(MaxDepth);
        Advance();
        if (_events.Current is DocumentStart second)
            _warnings.Add(new("", LineOf(second.Start), Value: null, "only the first document of the file is read"));
        return root;
    }

    /// <summary>Reads the node that the current event begins, and moves past it.</summary>
    ConfigurationNode ReadNode(int depthLeft)
    {
        var current = _events.Current!;
        if (current is AnchorAlias alias)
            return ReadAlias(alias, depthLeft);

        Count(1, current.Start);
        if (depthLeft == 0)
            Refuse(current.Start, $"nested deeper than {MaxDepth} levels");
        ConfigurationNode node = current switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart start => ReadList(start, depthLeft - 1),
            MappingStart start => ReadMap(start, depthLeft - 1),
            _ => throw new YamlException(current.Start, current.End, "a value was expected here"),
        };
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
            _anchors[anchored.Anchor.Value] = node;
        return node;
    }

    // An anchor is known only once its node is complete, so that a node can never contain itself.
    ConfigurationNode ReadAlias(AnchorAlias alias, int depthLeft)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
            Refuse(alias.Start, $"the alias *{alias.Value.Value} has no anchor before it");
        Count(node.NodeCount, alias.Start);
        if (node.Depth > depthLeft)
            Refuse(alias.Start, $"nested deeper than {MaxDepth} levels");
        Advance();
        return node;
    }

    ConfigurationScalar ReadScalar(Scalar scalar)
    {
        Advance();
        var isText = scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || (!scalar.Tag.IsEmpty && scalar.Tag.Value == "tag:yaml.org,2002:str");
        return new(LineOf(scalar.Start), scalar.Value, isText);
    }

    ConfigurationList ReadList(SequenceStart start, int depthLeft)
    {
        Advance();
        var items = new List<ConfigurationNode>();
        while (_events.Current is not SequenceEnd)
            items.Add(ReadNode(depthLeft));
        Advance();
        return new(LineOf(start.Start), items);
    }

    ConfigurationMap ReadMap(MappingStart start, int depthLeft)
    {
        Advance();
        var entries = new EntryList(_warnings);
        while (_events.Current is not MappingEnd)
        {
            var keyStart = _events.Current!.Start;
            if (ReadNode(depthLeft) is not ConfigurationScalar key)
            {
                Refuse(keyStart, "a key must be a plain text");
                continue;
            }

            _path.Add(key.Text);
            var value = ReadNode(depthLeft);
            _path.RemoveAt(_path.Count - 1);
            if (key is { Text: "<<", IsQuoted: false })
                entries.Merge(value);
            else
                entries.Set(new(key.Text, LineOf(keyStart), value));
        }

        Advance();
        return new(LineOf(start.Start), entries.Entries);
    }

    void Count(long nodes, Mark where)
    {
        _nodeCount += nodes;
        if (_nodeCount > MaxNodes)
            Refuse(where, $"more than {MaxNodes} values");
    }

    void Advance()
    {
        try
        {
            _events.MoveNext();
        }
        catch (Exception e) when (e is not (YamlException or OutOfMemoryException))
        {
            // The library's scanner trips over some broken texts instead of saying that they are broken.
            Refuse(_events.Current?.End ?? Mark.Empty, "not valid YAML after this line");
        }
    }

    [DoesNotReturn]
    void Refuse(Mark where, string text) => throw Refusal(where, text);

    ConfigurationException Refusal(Mark where, string text) => new(new ConfigurationProblem(string.Join('.', _path), LineOf(where), Value: null, text));

    static int LineOf(Mark mark) => (int)mark.Line;
}
