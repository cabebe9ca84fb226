using MarketStore.Core.Series;
using MarketStore.Core.Types;
using Xunit;

namespace MarketStore.Tests.Core.Series;

public class ColumnSeriesTests
{
    static readonly Column Epoch = Column.Of<long>("Epoch", ElementType.Int64, [10, 20, 30]);
    static readonly Column Bid = Column.Of<float>("Bid", ElementType.Float32, [1, 2, 3]);

    [Fact]
    public void A_column_of_another_length_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ColumnSeries([Epoch, Bid], 2));
        Assert.Throws<ArgumentException>(() => new ColumnSeries([Epoch, new("Odd", ElementType.Float32, new byte[13])], 3));
        Assert.Throws<ArgumentException>(() => new ColumnSeries([Epoch, new("None", ElementType.None, new byte[3])], 3));
    }

    [Fact]
    public void A_slice_is_a_view_of_some_rows()
    {
        using var series = new ColumnSeries([Epoch, Bid], 3);
        using var slice = series.Slice(1, 2);

        Assert.Equal([20, 30], slice.Epochs);
        Assert.True(slice.TryGetColumn("Bid", out var bid));
        Assert.Equal([2, 3], bid.Value.Values<float>());
    }

    [Fact]
    public void The_owner_of_the_memory_is_released_once()
    {
        var owner = new Owner();
        var series = new ColumnSeries([Epoch], 3, owner);
        series.Slice(0, 1).Dispose();
        Assert.Equal(0, owner.Released);

        series.Dispose();
        series.Dispose();

        Assert.Equal(1, owner.Released);
    }

    [Fact]
    public void Epochs_are_empty_without_a_column_of_that_name_and_type()
    {
        using var none = new ColumnSeries([Bid], 3);
        using var other = new ColumnSeries([Column.Of<int>("Epoch", ElementType.Int32, [1])], 1);

        Assert.True(none.Epochs.IsEmpty);
        Assert.True(other.Epochs.IsEmpty);
        Assert.False(none.TryGetColumn("epoch", out _));
    }

    sealed class Owner : IDisposable
    {
        public int Released { get; private set; }

        public void Dispose() => Released++;
    }
}
