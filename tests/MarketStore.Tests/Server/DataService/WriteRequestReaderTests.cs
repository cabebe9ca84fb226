using MarketStore.Core.Errors;
using MarketStore.Protocol.Messages;
using MarketStore.Server.DataService;
using Xunit;

namespace MarketStore.Tests.Server.DataService;

public class WriteRequestReaderTests
{
    static MultiDataset TwoRows => new()
    {
        Types = ["i8", "f4"],
        Names = ["Epoch", "Px"],
        Data = [new byte[16], new byte[8]],
        StartIndex = new Dictionary<string, long> { ["A/1Min/P"] = 0 },
        Lengths = new Dictionary<string, long> { ["A/1Min/P"] = 2 },
    };

    [Fact]
    public void Rows_are_cut_out_for_each_bucket()
    {
        var dataset = TwoRows with
        {
            Data = [new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0 }, new byte[8]],
            StartIndex = new Dictionary<string, long> { ["A/1Min/P"] = 1, ["B/1Min/P:Symbol/Timeframe/AttributeGroup"] = 0 },
            Lengths = new Dictionary<string, long> { ["A/1Min/P"] = 1, ["B/1Min/P:Symbol/Timeframe/AttributeGroup"] = 1 },
        };

        var writes = WriteRequestReader.Read(new(dataset, IsVariableLength: true)).ToDictionary(write => write.Key.ToString());

        Assert.Equal([2L], writes["A/1Min/P"].Rows.Epochs.ToArray());
        Assert.Equal([1L], writes["B/1Min/P"].Rows.Epochs.ToArray());
        Assert.True(writes["A/1Min/P"].IsVariable);
    }

    [Fact]
    public void Buckets_without_rows_are_skipped()
    {
        Assert.Empty(Read(TwoRows with { Lengths = new Dictionary<string, long>() }));
        Assert.Empty(Read(TwoRows with { Lengths = new Dictionary<string, long> { ["A/1Min/P"] = 0 } }));
        Assert.Empty(Read(TwoRows with { Lengths = new Dictionary<string, long> { ["A/1Min/P"] = -3 } }));
        Assert.Empty(Read(TwoRows with { Data = [Array.Empty<byte>(), Array.Empty<byte>()] }));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(1, long.MaxValue)]
    [InlineData(long.MinValue, long.MaxValue)]
    public void Rows_outside_the_data_are_refused(long start, long length)
    {
        var message = Refusal(TwoRows with
        {
            StartIndex = new Dictionary<string, long> { ["A/1Min/P"] = start },
            Lengths = new Dictionary<string, long> { ["A/1Min/P"] = length },
        });

        Assert.Contains("lie outside the 2 rows", message, StringComparison.Ordinal);
        Assert.Contains("A/1Min/P", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("A/1Min")]
    [InlineData("A/1Min/P/Q")]
    [InlineData("../1Min/P")]
    [InlineData("A,B/1Min/P")]
    [InlineData("/1Min/P")]
    [InlineData("")]
    public void A_key_that_is_no_bucket_is_refused(string key) => Assert.Contains("is not usable", Refusal(WithKey(key)), StringComparison.Ordinal);

    [Fact]
    public void A_key_without_a_timeframe_is_refused() => Assert.Equal("error: Unable to get timeframe from key A/7Parsec/P", Refusal(WithKey("A/7Parsec/P")));

    [Fact]
    public void A_dataset_that_is_not_whole_is_refused()
    {
        Assert.Equal("the write request has no dataset", Assert.Throws<MarketStoreException>(() => WriteRequestReader.Read(new(null, false))).Message);
        Assert.Equal("the dataset has no columns", Refusal(new()));
        Assert.Equal("the dataset has 2 column names, 1 types and 2 columns", Refusal(TwoRows with { Types = ["i8"] }));
        Assert.Equal("the dataset has 2 column names, 2 types and 1 columns", Refusal(TwoRows with { Data = [new byte[16]] }));
        Assert.Equal("column Px has 7 bytes, no multiple of the 4 of its type f4", Refusal(TwoRows with { Data = [new byte[16], new byte[7]] }));
        Assert.Equal("column Px has 1 rows, column Epoch has 2", Refusal(TwoRows with { Data = [new byte[16], new byte[4]] }));
        Assert.Equal("column name \"Epoch\" is repeated", Refusal(TwoRows with { Names = ["Epoch", "Epoch"] }));
        Assert.Equal("column 1 has no name", Refusal(TwoRows with { Names = ["Epoch", ""] }));
        Assert.Equal("unsupported type string <f4", Refusal(TwoRows with { Types = ["i8", "<f4"] }));
        Assert.Equal("unexpected data type for Epoch column", Refusal(TwoRows with { Names = ["Time", "Px"] }));
        Assert.Equal("unexpected data type for Epoch column", Refusal(TwoRows with { Types = ["u8", "f4"] }));
        Assert.Equal("unexpected data type for Nanoseconds column", Refusal(TwoRows with { Names = ["Epoch", "Nanoseconds"] }));
        Assert.Contains("startindex does not name", Refusal(TwoRows with { StartIndex = new Dictionary<string, long>() }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bucket_given_twice_under_two_forms_of_its_key_is_refused()
    {
        var counts = new Dictionary<string, long> { ["A/1Min/P"] = 1, ["A/1Min/P:Symbol/Timeframe/AttributeGroup"] = 1 };

        Assert.Equal("key A/1Min/P is given twice", Refusal(TwoRows with { StartIndex = counts, Lengths = counts }));
    }

    static MultiDataset WithKey(string key) => TwoRows with
    {
        StartIndex = new Dictionary<string, long> { [key] = 0 },
        Lengths = new Dictionary<string, long> { [key] = 2 },
    };

    static IReadOnlyList<global::MarketStore.Storage.BucketWrite> Read(MultiDataset dataset) => WriteRequestReader.Read(new(dataset, IsVariableLength: false));

    static string Refusal(MultiDataset dataset) => Assert.Throws<MarketStoreException>(() => Read(dataset)).Message;
}
