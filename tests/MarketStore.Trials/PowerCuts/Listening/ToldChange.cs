using MarketStore.Core.Series;
using MarketStore.Storage.Changes;

namespace MarketStore.Trials.PowerCuts.Listening;

/// <summary>A change that a listener was told of or is to be told of, and when it was done with it. Moments are counted in changes of the disk.</summary>
sealed class ToldChange(ChangedRange range, ColumnSeries? rows)
{
    const int Never = int.MaxValue;

    int _done = Never;

    public ChangedRange Range => range;

    public ColumnSeries? Rows => rows;

    /// <summary>What the listener of the next process was told instead.</summary>
    public ToldChange? Again { get; set; }

    /// <summary>How many changes of the disk there were when it was done: a cut before the next of them cannot know of it.</summary>
    public int Done => Again?.Done ?? _done;

    public bool IsDone => Done < Never;

    public void Finish(int moment) => _done = moment;
}
