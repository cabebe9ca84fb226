using MarketStore.Storage.Records;
using Xunit;

namespace MarketStore.Tests.Storage.Records;

public class ColumnPoolTests
{
    const int Long = 1 << 20;

    [Fact]
    public void A_long_array_is_as_long_as_was_asked_for() => Assert.Equal(Long + 1, new ColumnPool(4 * Long).Rent(Long + 1).Length);

    [Theory]
    [InlineData(Long, true)]
    [InlineData(Long - (Long / 8), true)]
    [InlineData(Long / 2, false)]
    [InlineData(Long + 1, false)]
    public void An_array_that_came_back_is_given_again_where_it_fits_without_much_waste(int asked, bool isSame)
    {
        var pool = new ColumnPool(4 * Long);
        var first = pool.Rent(Long);
        pool.Return(first);

        Assert.Equal(isSame, ReferenceEquals(first, pool.Rent(asked)));
        Assert.Equal(isSame ? 0 : Long, pool.KeptBytes);
    }

    [Fact]
    public void Of_arrays_that_fit_the_shortest_is_given()
    {
        var pool = new ColumnPool(8 * Long);
        var arrays = new[] { pool.Rent(Long + 300), pool.Rent(Long + 100), pool.Rent(Long + 200) };
        foreach (var array in arrays)
            pool.Return(array);

        Assert.Same(arrays[1], pool.Rent(Long));
    }

    [Fact]
    public void No_more_is_kept_than_the_bound_and_what_waited_the_longest_goes_first()
    {
        var pool = new ColumnPool(3 * Long);
        var arrays = Enumerable.Range(0, 5).Select(_ => pool.Rent(Long)).ToArray();
        foreach (var array in arrays)
            pool.Return(array);
        pool.Return(new byte[(3 * Long) + 1]);

        Assert.Equal(3 * Long, pool.KeptBytes);
        Assert.Equal(arrays[2..].Reverse().ToHashSet(), [pool.Rent(Long), pool.Rent(Long), pool.Rent(Long)]);
        var other = pool.Rent(Long);
        Assert.All(arrays, array => Assert.NotSame(array, other));
    }

    [Fact]
    public void Short_arrays_are_left_to_the_runtime()
    {
        var pool = new ColumnPool(4 * Long);
        foreach (var bytes in (int[])[0, 1, 5_000, 64 << 10])
            pool.Return(pool.Rent(bytes));

        Assert.Equal(0, pool.KeptBytes);
    }
}
