using System.Text.Json;

namespace MarketStore.Sql.Engine;

/// <summary>What the SQL engine says of a statement that it cannot carry out.</summary>
internal sealed class EngineException : Exception
{
    /// <param name="text">The engine's error: JSON with type, message and position, or a plain text.</param>
    public EngineException(string text)
        : base(MessageOf(text, out var kind, out var position)) => (Kind, Position) = (kind, position);

    /// <summary>The engine's word for it, such as <c>Binder</c> or <c>Out of Memory</c>; empty for a plain text.</summary>
    public string Kind { get; }

    /// <summary>Where in the statement, in bytes; null when the engine does not say.</summary>
    public int? Position { get; }

    /// <summary>True when the statement needed more memory than there is for it.</summary>
    public bool IsOutOfMemory => Kind.Contains("Memory", StringComparison.OrdinalIgnoreCase) || Message.Contains("bad_alloc", StringComparison.Ordinal) || Message.Contains(nameof(OutOfMemoryException), StringComparison.Ordinal);

    /// <summary>True when the engine cannot go on.</summary>
    public bool IsFatal => IsOutOfMemory || Kind is "FATAL" or "INTERNAL" or "Fatal" or "Internal";

    static string MessageOf(string text, out string kind, out int? position)
    {
        (kind, position) = ("", null);
        // Errors of the parser have a word before.
        var json = text.IndexOf('{', StringComparison.Ordinal);
        if (json < 0)
            return text;
        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(json));
            var root = document.RootElement;
            kind = root.TryGetProperty("exception_type", out var type) ? type.GetString() ?? "" : "";
            if (root.TryGetProperty("position", out var place) && int.TryParse(place.GetString(), out var offset))
                position = offset;
            return root.TryGetProperty("exception_message", out var message) ? message.GetString() ?? text : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
