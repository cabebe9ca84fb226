using System.Globalization;
using System.Text;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Results;

/// <summary>Shows one value: numbers as short as they can be read back without loss.</summary>
internal static class CellText
{
    public static string Of(Column column, int row) => column.Type switch
    {
        ElementType.Float32 => Number<float>(column, row),
        ElementType.Float64 => Number<double>(column, row),
        ElementType.Int16 => Number<short>(column, row),
        ElementType.Int32 => Number<int>(column, row),
        ElementType.Int64 => Number<long>(column, row),
        ElementType.Byte => Number<sbyte>(column, row),
        ElementType.UInt16 => Number<ushort>(column, row),
        ElementType.UInt32 => Number<uint>(column, row),
        ElementType.UInt64 => Number<ulong>(column, row),
        ElementType.String16 => Text(column, row),
        _ => Number<byte>(column, row),
    };

    static string Number<T>(Column column, int row)
        where T : unmanaged, IFormattable => column.Values<T>()[row].ToString(null, CultureInfo.InvariantCulture);

    static string Text(Column column, int row)
    {
        var bytes = column.ElementBytes;
        return Encoding.UTF32.GetString(column.Data.Span.Slice(row * bytes, bytes)).Trim('\0');
    }
}
