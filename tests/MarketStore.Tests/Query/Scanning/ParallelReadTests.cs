using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Query.Planning;
using MarketStore.Query.Scanning;
using MarketStore.Tests.Functions;
using Xunit;

namespace MarketStore.Tests.Query.Scanning;

public class ParallelReadTests
{
    [Fact]
    public void Results_come_in_the_order_of_the_plans()
    {
        var results = ParallelRead.Run(Plans(50), (plan, _) => Rows.Of(Rows.Epoch(long.Parse(plan.ResultKey, null))), CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 50).Select(index => (long)index), results.Select(rows => rows!.Epochs[0]));
    }

    [Fact]
    public void When_one_read_fails_its_error_comes_out_and_the_others_are_disposed()
    {
        var live = 0;
        ColumnSeries Read(BucketPlan plan, CancellationToken token)
        {
            if (plan.ResultKey == "7")
                throw new MarketStoreException(ErrorKind.DamagedFile, "seven");
            Interlocked.Increment(ref live);
            return new([], rowCount: 0, new Owner(() => Interlocked.Decrement(ref live)));
        }

        Assert.Equal("seven", Assert.Throws<MarketStoreException>(() => ParallelRead.Run(Plans(50), Read, CancellationToken.None)).Message);
        Assert.Equal(0, live);
    }

    [Fact]
    public void Rows_that_do_not_go_together_are_disposed()
    {
        var live = 2;
        ColumnSeries[] rows =
        [
            new([Rows.F4("A")], rowCount: 0, new Owner(() => live--)),
            new([Rows.F8("A")], rowCount: 0, new Owner(() => live--)),
        ];

        Assert.Throws<MarketStoreException>(() => ResultAssembly.Assemble(Plans(2), rows));

        Assert.Equal(0, live);
    }

    static List<BucketPlan> Plans(int count) =>
        [.. Enumerable.Range(0, count).Select(index => new BucketPlan($"{index}", new(TimeBucketKey.Parse("A/1D/X"), default, RecordType.Fixed, [], []), BarWindow: null))];

    sealed class Owner(Action dispose) : IDisposable
    {
        readonly Action _dispose = dispose;

        public void Dispose() => _dispose();
    }
}
