using MarketStore.Functions.Accumulators.Candles;
using Xunit;

namespace MarketStore.Tests.Functions.Accumulators;

public class CandleFoldTests
{
    [Fact]
    public void Rows_in_order_of_time_make_the_candle_that_the_plain_loop_makes()
    {
        var random = new Random(20_261_128);
        for (var round = 0; round < 2_000; round++)
        {
            var (vectors, plain) = (new Candle(), new Candle());
            var time = 0L;
            for (var piece = random.Next(1, 4); piece > 0; piece--)
            {
                var rows = new Piece(random, random.Next(1, 70), ref time);
                CandleFold.AddAscending(ref vectors, rows.View);
                CandleFold.AddAny(ref plain, rows.View);
                Assert.Equal(Describe(plain), Describe(vectors));
            }
        }
    }

    [Fact]
    public void Rows_out_of_order_are_not_taken_for_ordered_ones_wherever_the_late_one_is()
    {
        for (var late = 1; late < 40; late++)
        {
            var time = 0L;
            var rows = new Piece(new Random(late), 40, ref time);
            (rows.Epochs[late], rows.Epochs[late - 1]) = (late, late + 1);
            for (var row = late + 1; row < 40; row++)
                rows.Epochs[row] = 1_000 + row;
            for (var row = 0; row < late - 1; row++)
                rows.Epochs[row] = 0;
            var (any, plain) = (new Candle(), new Candle());
            // What came before the rows opens later than the late one.
            (any.RowCount, any.OpenSeconds, any.CloseSeconds) = (1, long.MaxValue, long.MaxValue);
            plain = any;

            CandleFold.Add(ref any, rows.View);
            CandleFold.AddAny(ref plain, rows.View);

            Assert.Equal(Describe(plain), Describe(any));
        }
    }

    static string Describe(Candle candle) => FormattableString.Invariant(
        $"{candle.OpenSeconds} {candle.Open} {candle.High} {candle.Low} {candle.CloseSeconds} {candle.Close} {candle.RowCount}");

    sealed class Piece
    {
        readonly double[] _open;
        readonly double[] _high;
        readonly double[] _low;
        readonly double[] _close;

        public Piece(Random random, int rows, ref long time)
        {
            Epochs = new long[rows];
            for (var row = 0; row < rows; row++)
                Epochs[row] = time += random.Next(2);
            (_open, _high, _low, _close) = (Prices(random, rows), Prices(random, rows), Prices(random, rows), Prices(random, rows));
        }

        public long[] Epochs { get; }

        public CandleRows View => new(Epochs, [], _open, _high, _low, _close);

        static double[] Prices(Random random, int rows)
        {
            var prices = new double[rows];
            foreach (ref var price in prices.AsSpan())
                price = random.Next(12) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => double.NegativeInfinity, _ => random.Next(-50, 50) };
            return prices;
        }
    }
}
