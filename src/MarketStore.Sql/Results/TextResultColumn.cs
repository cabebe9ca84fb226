using System.Runtime.InteropServices;
using System.Text;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Sql.Engine;
using MarketStore.Sql.Worker.DuckDb;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Results;

/// <summary>Texts, as wide as the longest of them and 16 characters at least. NULL is an empty text.</summary>
internal sealed class TextResultColumn(string name, bool isBlob) : ResultColumn(name)
{
    readonly List<byte> _bytes = [];
    readonly List<int> _ends = [];
    int _longest = ElementTypes.String16Length;

    // As it will be in the end.
    public override long Bytes => (long)_ends.Count * _longest * sizeof(uint);

    public override void Add(EngineResult result, int column)
    {
        var validity = result.Validity(column);
        for (var row = 0; row < result.RowCount; row++)
        {
            if (ValidityBits.IsThere(validity, row))
                Add(result.Text(column, row));
            _ends.Add(_bytes.Count);
        }
    }

    public override Column ToColumn()
    {
        var points = new uint[(long)_ends.Count * _longest];
        var bytes = CollectionsMarshal.AsSpan(_bytes);
        var start = 0;
        for (var row = 0; row < _ends.Count; row++)
        {
            var text = bytes[start.._ends[row]];
            for (var position = row * _longest; !text.IsEmpty; position++)
            {
                Rune.DecodeFromUtf8(text, out var rune, out var length);
                points[position] = (uint)rune.Value;
                text = text[length..];
            }

            start = _ends[row];
        }

        return Column.OfTexts(Name, _longest, MemoryMarshal.AsBytes(points.AsSpan()).ToArray());
    }

    void Add(ReadOnlySpan<byte> text)
    {
        if (isBlob)
            text = Encoding.UTF8.GetBytes(Convert.ToHexString(text));
        _bytes.AddRange(text);
        var length = 0;
        for (var rest = text; !rest.IsEmpty; length++)
        {
            Rune.DecodeFromUtf8(rest, out _, out var bytes);
            rest = rest[bytes..];
        }

        _longest = Math.Max(_longest, length);
    }
}
