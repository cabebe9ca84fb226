using System.Collections.Concurrent;

namespace MarketStore.Server.Streaming.Patterns;

/// <summary>Compiled patterns by their text: subscribers come back with the same ones. Safe for any number of threads.</summary>
internal sealed class PatternCache
{
    // Memory: a character takes some twenty bytes once it is compiled.
    const int MaxCharacters = 1 << 20;

    readonly ConcurrentDictionary<string, GlobPattern?> _patterns = new(StringComparer.Ordinal);
    int _characters;

    /// <summary>Null for a pattern whose syntax is broken.</summary>
    public GlobPattern? Get(string text)
    {
        if (_patterns.TryGetValue(text, out var found))
            return found;
        GlobPattern.TryCompile(text, out var pattern);
        if (Interlocked.Add(ref _characters, text.Length) > MaxCharacters)
        {
            _patterns.Clear();
            Interlocked.Exchange(ref _characters, text.Length);
        }

        _patterns.TryAdd(text, pattern);
        return pattern;
    }
}
