using MarketStore.Core.Types;

namespace MarketStore.Sql.Worker.Link;

/// <summary>A table as the worker has to know it.</summary>
/// <param name="Number">By which the server knows it.</param>
/// <param name="RowEstimate">About how many rows it has.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record TableShape(int Number, long RowEstimate, IReadOnlyList<TableColumnShape> Columns)
{
    /// <summary>Tables that one statement can read.</summary>
    public const int MaxTables = 64;

    /// <summary>The function that reads a table is called by this and the table's number.</summary>
    public const string FunctionPrefix = "marketstore_scan_";

    public void Write(MessageWriter writer)
    {
        writer.Write(Number).Write(RowEstimate).Write(Columns.Count);
        foreach (var column in Columns)
            writer.Write(column.Name).Write(column.Type).Write(column.IsInstant);
    }

    public static TableShape Read(ref MessageFields fields)
    {
        var (number, estimate) = (fields.Read<int>(), fields.Read<long>());
        var columns = new TableColumnShape[fields.Read<int>()];
        for (var position = 0; position < columns.Length; position++)
            columns[position] = new(fields.ReadText(), fields.Read<ElementType>(), fields.Read<bool>());
        return new(number, estimate, columns);
    }
}
