namespace MarketStore.Storage.Records;

/// <summary>Neighbouring fields of packed rows that are moved together: four of four bytes, two of eight, or one of any width.</summary>
/// <param name="FirstColumn">The column of the first field; the others follow it.</param>
/// <param name="ColumnCount">1, 2 or 4.</param>
/// <param name="Offset">Where in a row the first field starts, in bytes.</param>
/// <param name="FieldBytes">Bytes of each field.</param>
internal readonly record struct FieldGroup(int FirstColumn, int ColumnCount, int Offset, int FieldBytes)
{
    public int Bytes => ColumnCount * FieldBytes;

    /// <summary>Groups of all columns, as large as the places of their fields allow.</summary>
    /// <param name="offsets">Where each column's field starts in a row.</param>
    /// <param name="sizes">Bytes of each column's field.</param>
    /// <param name="fieldsOffset">Added to all offsets.</param>
    public static FieldGroup[] Of(ReadOnlySpan<int> offsets, ReadOnlySpan<int> sizes, int fieldsOffset)
    {
        var groups = new List<FieldGroup>(offsets.Length);
        for (var column = 0; column < offsets.Length;)
        {
            var wanted = sizes[column] switch { 4 => 4, 8 => 2, _ => 1 };
            var count = 1;
            while (count < wanted && column + count < offsets.Length && sizes[column + count] == sizes[column] && offsets[column + count] == offsets[column] + (count * sizes[column]))
                count++;
            if (count < wanted)
                count = 1;
            groups.Add(new(column, count, fieldsOffset + offsets[column], sizes[column]));
            column += count;
        }

        return [.. groups];
    }
}
