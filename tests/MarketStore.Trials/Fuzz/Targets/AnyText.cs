using System.Runtime.InteropServices;
using System.Text;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Texts as inputs. The first byte says whether the rest is UTF-8, as on the wire, or the 16-bit units of a string, which may be no Unicode at all.</summary>
static class AnyText
{
    public static string Read(ReadOnlySpan<byte> input) =>
        input.IsEmpty ? "" : (input[0] & 1) == 0 ? Encoding.UTF8.GetString(input[1..]) : MemoryMarshal.Cast<byte, char>(input[1..]).ToString();

    public static byte[] Of(string text) => text.Any(char.IsSurrogate) ? [1, .. MemoryMarshal.AsBytes(text.AsSpan())] : [0, .. Encoding.UTF8.GetBytes(text)];
}
