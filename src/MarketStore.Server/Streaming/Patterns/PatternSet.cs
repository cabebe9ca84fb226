using MarketStore.Core.Errors;
using MarketStore.Protocol.JsonRpc;

namespace MarketStore.Server.Streaming.Patterns;

/// <summary>The patterns of one subscription. Plain keys are looked up, however many they are.</summary>
internal sealed class PatternSet
{
    readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    readonly List<GlobPattern> _globs = [];

    PatternSet()
    {
    }

    /// <exception cref="RpcFormatException">A pattern is none, or they are too many or too long; the text is for the client.</exception>
    public static PatternSet Create(IReadOnlyList<string> streams, StreamOptions options, PatternCache cache)
    {
        if (streams.Count > options.MaxPatterns)
            throw new RpcFormatException($"a subscription has at most {options.MaxPatterns} streams, not {streams.Count}");
        var set = new PatternSet();
        var wildcardCharacters = 0;
        foreach (var stream in streams)
        {
            if (stream.Length > options.MaxPatternLength)
                throw new RpcFormatException($"{ShortText.Of(stream, 50)} is longer than {options.MaxPatternLength} characters");
            if (!GlobPattern.IsStream(stream))
                throw new RpcFormatException($"{stream} is an invalid stream");
            if (stream.AsSpan().IndexOfAny(@"*?[{\") < 0)
            {
                set._keys.Add(stream);
                continue;
            }

            wildcardCharacters += stream.Length;
            if (wildcardCharacters > options.MaxWildcardCharacters)
                throw new RpcFormatException($"the streams with wildcards have more than {options.MaxWildcardCharacters} characters in all");
            if (cache.Get(stream) is { } glob)
                set._globs.Add(glob);
        }

        return set;
    }

    public bool Matches(string key)
    {
        if (_keys.Contains(key))
            return true;
        foreach (var glob in _globs)
        {
            if (glob.Matches(key))
                return true;
        }

        return false;
    }
}
