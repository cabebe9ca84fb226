using System.Diagnostics;

namespace MarketStore.Sql.Engine;

/// <summary>What a process says on its error output, the last lines of it. Any thread.</summary>
internal sealed class LastWords
{
    const int MaxLines = 5;
    const int MaxLineLength = 200;

    readonly Queue<string> _lines = new();

    public LastWords(Process process)
    {
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>A colon and the lines, or nothing.</summary>
    public override string ToString()
    {
        lock (_lines)
            return _lines.Count == 0 ? "" : $": {string.Join(" / ", _lines)}";
    }

    void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_lines)
        {
            _lines.Enqueue(line.Length > MaxLineLength ? line[..MaxLineLength] : line);
            if (_lines.Count > MaxLines)
                _lines.Dequeue();
        }
    }
}
