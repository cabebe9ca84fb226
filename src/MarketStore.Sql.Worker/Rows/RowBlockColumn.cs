using System.Runtime.InteropServices;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Worker.Rows;

/// <summary>Where the values of a column stand in a message of rows.</summary>
/// <param name="Form">How they stand there.</param>
/// <param name="Start">Where the bits for NULL, or the ends of texts, begin.</param>
/// <param name="Data">Where the values begin.</param>
/// <param name="Width">Bytes of a value; 0 for texts.</param>
/// <param name="Text">The text of all rows, if it is one.</param>
internal readonly record struct RowBlockColumn(ColumnForm Form, int Start, int Data, int Width, string Text)
{
    /// <param name="fields">Where the column is next.</param>
    /// <param name="offset">Where in the message they begin.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="width">Bytes of a value; 0 for texts.</param>
    public static RowBlockColumn Read(ref MessageFields fields, int offset, int rows, int width)
    {
        var form = fields.Read<ColumnForm>();
        var start = offset + fields.Position;
        var (data, text) = (start, "");
        switch (form)
        {
            case ColumnForm.None or ColumnForm.Nulls:
                break;
            case ColumnForm.OneText:
                text = fields.ReadText();
                break;
            case ColumnForm.Texts:
                var bytes = rows == 0 ? 0 : fields.ReadAll<int>(rows)[^1];
                data = offset + fields.Position;
                fields.ReadAll<byte>(bytes);
                break;
            case ColumnForm.Values or ColumnForm.ValuesAndNulls:
                if (form == ColumnForm.ValuesAndNulls)
                    fields.ReadAll<ulong>(ValidityBits.WordsOf(rows));
                data = offset + fields.Position;
                fields.ReadAll<byte>(rows * width);
                break;
            default:
                throw new InvalidDataException($"a column has the form {form}");
        }

        return new(form, start, data, width, text);
    }

    public ReadOnlySpan<ulong> Validity(ReadOnlySpan<byte> content, int rows) => MemoryMarshal.Cast<byte, ulong>(content.Slice(Start, ValidityBits.WordsOf(rows) * sizeof(ulong)));

    public ReadOnlySpan<byte> Values(ReadOnlySpan<byte> content, int first, int count) => content.Slice(Data + (first * Width), count * Width);

    public ReadOnlySpan<int> Ends(ReadOnlySpan<byte> content, int rows) => MemoryMarshal.Cast<byte, int>(content.Slice(Start, rows * sizeof(int)));

    public ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> content, int length) => content.Slice(Data, length);
}
