using MarketStore.Functions.Accumulators;
using Xunit;

namespace MarketStore.Tests.Functions.Accumulators;

public class ExactSumTests
{
    [Fact]
    public void Integers_of_any_size_add_up_to_what_adding_them_one_by_one_as_doubles_does_or_to_nothing()
    {
        var random = new Random(20_261_129);
        var known = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var bits = random.Next(1, 64);
            var values = Enumerable.Range(0, random.Next(0, 10_000)).Select(_ => random.NextInt64(long.MinValue, long.MaxValue) >> bits).ToArray();
            var start = random.Next(5) switch { 0 => 0.5, 1 => double.NaN, 2 => 1e17, 3 => double.NegativeInfinity, _ => random.Next(-1_000, 1_000) };

            var sum = ExactSum.TryAdd(start, values);

            Assert.True(sum is null || sum.Value.Equals(values.Aggregate(start, (total, value) => total + value)), $"2^{63 - bits} x {values.Length} from {start}");
            known += sum is not null && values.Length > 0 ? 1 : 0;
        }

        Assert.True(known > 200, $"{known} of 2000 were known to be exact");
    }
}
