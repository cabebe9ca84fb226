using System.Text;

namespace MarketStore.Cli.Shell.Output;

/// <summary>Text on its way to a writer that flushes after each call, as consoles do.</summary>
internal sealed class ChunkedText(TextWriter output)
{
    const int ChunkCharacters = 32 << 10;

    public StringBuilder Line { get; } = new();

    public void FlushIfLarge()
    {
        if (Line.Length >= ChunkCharacters)
            Flush();
    }

    public void Flush()
    {
        output.Write(Line);
        Line.Clear();
    }
}
