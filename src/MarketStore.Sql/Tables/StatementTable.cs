using MarketStore.Core.Types;
using MarketStore.Sql.Pushdown;

namespace MarketStore.Sql.Tables;

/// <summary>A table as the SQL engine sees it: its columns, and what is known of the rows that a statement needs.</summary>
internal sealed class StatementTable(ITableSource source, bool hasTimestamps)
{
    public const string SymbolName = "Symbol";

    /// <summary>The exact time of a row, for those who ask for it by name.</summary>
    public const string TimestampName = "Timestamp";

    public ITableSource Source { get; } = source;

    public IReadOnlyList<TableColumn> Columns { get; } = ColumnsOf(source, hasTimestamps);

    /// <summary>What the plan of the statement says of the rows that it needs.</summary>
    public ScanBounds Bounds { get; set; } = ScanBounds.None;

    /// <summary>What was read in the end.</summary>
    public TableScanReport Report { get; } = new();

    static List<TableColumn> ColumnsOf(ITableSource table, bool hasTimestamps)
    {
        var columns = new List<TableColumn>();
        foreach (var shape in table.Columns)
        {
            columns.Add(new(shape.Name, shape.Type, TableColumnKind.Stored));
            if (columns.Count == 1 && table.HasSymbols)
                columns.Add(new(Free(SymbolName, table), ElementType.String16, TableColumnKind.Symbol));
        }

        if (hasTimestamps && table.HasTimes && !table.Columns.Any(shape => shape.Name.Equals(TimestampName, StringComparison.OrdinalIgnoreCase)))
            columns.Add(new(TimestampName, ElementType.Int64, TableColumnKind.Timestamp));
        return columns;
    }

    /// <summary>A name that no stored column has.</summary>
    static string Free(string name, ITableSource table)
    {
        while (table.Columns.Any(shape => shape.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            name += "_";
        return name;
    }
}
