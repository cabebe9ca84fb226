using System.Buffers;
using System.Buffers.Text;
using System.Text;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.Messages;

namespace MarketStore.Protocol.Json;

/// <summary>Writes JSON exactly as Go does: no spaces, <c>&lt;&gt;&amp;</c> escaped, base64 with its plus signs bare, a newline at the end.</summary>
internal struct JsonReplyTokens(ReplyBody body) : IReplyTokens
{
    readonly ReplyBody _body = body;

    // True when a value or name that comes now needs a comma before it.
    bool _isAfterValue;

    public void StartMap(int count) => Open("{"u8);

    public void Name(FieldName field) => Name(field.Pascal);

    public void Name(string name)
    {
        Text(name);
        _body.Write(":"u8);
        _isAfterValue = false;
    }

    public void EndMap() => Close("}"u8);

    public void StartList(int count) => Open("["u8);

    public void EndList() => Close("]"u8);

    public void Nil()
    {
        Separate();
        _body.Write("null"u8);
    }

    public void Text(string text)
    {
        Separate();
        _body.Write("\""u8);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"': _body.Write("\\\""u8); break;
                case '\\': _body.Write("\\\\"u8); break;
                case '\n': _body.Write("\\n"u8); break;
                case '\r': _body.Write("\\r"u8); break;
                case '\t': _body.Write("\\t"u8); break;
                case < ' ' or '<' or '>' or '&' or 0x2028 or 0x2029: WriteEscaped(rune.Value); break;
                default: _body.Write(utf8[..rune.EncodeToUtf8(utf8)]); break;
            }
        }

        _body.Write("\""u8);
    }

    public void Int64(long value)
    {
        Separate();
        var digits = _body.GetSpan(20);
        Utf8Formatter.TryFormat(value, digits, out var written);
        _body.Advance(written);
    }

    public void Int8(sbyte value) => Int64(value);

    public void UInt8(byte value) => Int64(value);

    public void Column(Dataset dataset, int column)
    {
        Separate();
        _body.Write("\""u8);
        _body.AddColumn(dataset, column, asBase64: true);
        _body.Write("\""u8);
    }

    public void Echo(ReadOnlyMemory<byte> value)
    {
        if (value.Length is 0 or > RequestLimits.MaxEchoBytes)
        {
            Nil();
            return;
        }

        Separate();
        _body.Write(value.Span);
    }

    public readonly void Complete() => _body.Write("\n"u8);

    void Separate()
    {
        if (_isAfterValue)
            _body.Write(","u8);
        _isAfterValue = true;
    }

    void Open(ReadOnlySpan<byte> bracket)
    {
        Separate();
        _body.Write(bracket);
        _isAfterValue = false;
    }

    void Close(ReadOnlySpan<byte> bracket)
    {
        _body.Write(bracket);
        _isAfterValue = true;
    }

    readonly void WriteEscaped(int codePoint)
    {
        Span<byte> escaped = stackalloc byte[6];
        "\\u"u8.CopyTo(escaped);
        Encoding.ASCII.GetBytes(codePoint.ToString("x4", System.Globalization.CultureInfo.InvariantCulture), escaped[2..]);
        _body.Write(escaped);
    }
}
