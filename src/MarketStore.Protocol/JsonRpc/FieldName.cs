using System.Text;

namespace MarketStore.Protocol.JsonRpc;

/// <summary>One field of the contract under its two names: the compact one of MessagePack and the Pascal-case one of JSON.</summary>
internal sealed class FieldName(string compact, string pascal)
{
    readonly string _compactLetters = compact.Replace("_", "", StringComparison.Ordinal);

    public string Compact { get; } = compact;

    public byte[] CompactUtf8 { get; } = Encoding.UTF8.GetBytes(compact);

    public string Pascal { get; } = pascal;

    /// <summary>JSON clients use either name, in any case and with or without underscores.</summary>
    public bool MatchesJson(string name)
    {
        if (Pascal.Equals(name, StringComparison.OrdinalIgnoreCase))
            return true;
        var letters = name.Contains('_', StringComparison.Ordinal) ? name.Replace("_", "", StringComparison.Ordinal) : name;
        return Pascal.Equals(letters, StringComparison.OrdinalIgnoreCase) || _compactLetters.Equals(letters, StringComparison.OrdinalIgnoreCase);
    }
}
