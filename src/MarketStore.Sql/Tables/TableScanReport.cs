using MarketStore.Storage;

namespace MarketStore.Sql.Tables;

/// <summary>What a statement read of one table.</summary>
internal sealed class TableScanReport
{
    long _rows;

    public ScanCounter Slots { get; } = new();

    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>Columns that were read.</summary>
    public IReadOnlyList<string> Columns { get; set; } = [];

    public void AddRows(int rows) => Interlocked.Add(ref _rows, rows);
}
