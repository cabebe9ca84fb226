using MarketStore.Core.Series;
using MarketStore.Storage.Changes;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Changes;

/// <summary>What a listener was told.</summary>
sealed class HeardChange(ChangedRange range, ColumnSeries? rows)
{
    public ChangedRange Range => range;

    public ColumnSeries? Rows => rows;

    /// <summary>The step that it came of, as it was judged; 0 for what was missed before.</summary>
    public int Step { get; set; }

    /// <summary>The listener is done with it.</summary>
    public bool IsDone { get; set; }

    /// <summary>It was when the process was killed.</summary>
    public bool WasDone { get; set; }

    public override string ToString() => FormattableString.Invariant($"{range.Key} {range.First} to {range.Last}: {(rows is null ? "removed" : ExpectedRows.Describe(rows.Columns, rows.RowCount))}");
}
