namespace MarketStore.Tests.Protocol;

/// <summary>The exact bytes of one call and of its answer.</summary>
public sealed record WireExample(byte[] Request, byte[] Answer)
{
    public static WireExample Parse(string request, string answer) => new(FromHex(request), FromHex(answer));

    public static byte[] FromHex(string text) => Convert.FromHexString(string.Concat(text.Where(character => !char.IsWhiteSpace(character))));
}
