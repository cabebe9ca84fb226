using System.Runtime.InteropServices;
using MarketStore.TestKit.MessagePack;
using MarketStore.TestKit.Rpc;

namespace MarketStore.Trials.Endurance;

/// <summary>The body of a write, encoded once: only its cells are filled in anew for each sending, so that the client takes little of the processors that it shares with the server.</summary>
sealed class PreparedWrite
{
    // No text holds this byte, and MessagePack has no use for it.
    const byte Filler = 0xC1;

    readonly (int Offset, int Length)[] _columns;

    public PreparedWrite(IReadOnlyList<string> keys, int rowsPerKey, bool isVariable, params IReadOnlyList<(string Name, string Type)> columns)
    {
        var rowCount = keys.Count * rowsPerKey;
        var blobs = columns.Select((column, index) => Blank(rowCount * (column.Type[1] - '0'), index)).ToList();
        var dataset = new Dictionary<string, object?>
        {
            ["types"] = columns.Select(column => (object?)column.Type).ToList(),
            ["names"] = columns.Select(column => (object?)column.Name).ToList(),
            ["data"] = blobs.ConvertAll(blob => (object?)blob),
            ["length"] = (long)rowCount,
            ["startindex"] = keys.Index().ToDictionary(key => key.Item, key => (object?)((long)key.Index * rowsPerKey)),
            ["lengths"] = keys.ToDictionary(key => key, _ => (object?)(long)rowsPerKey),
        };
        Body = MessagePackEncoder.Encode(new Dictionary<string, object?>
        {
            ["jsonrpc"] = "2.0",
            ["id"] = 1L,
            ["method"] = "DataService.Write",
            ["params"] = Requests.Of(Requests.Write(dataset, isVariable)),
        });
        _columns = [.. blobs.Select(blob => (Body.AsSpan().IndexOf(blob), blob.Length))];
    }

    public byte[] Body { get; }

    /// <summary>The cells of a column, to be written to.</summary>
    public Span<T> Column<T>(int index) where T : unmanaged => MemoryMarshal.Cast<byte, T>(Body.AsSpan(_columns[index].Offset, _columns[index].Length));

    /// <summary>Every column looks different, so that it is found again in the body.</summary>
    static byte[] Blank(int length, int index)
    {
        var blob = new byte[length];
        blob.AsSpan().Fill(Filler);
        blob[^1] = (byte)index;
        return blob;
    }
}
