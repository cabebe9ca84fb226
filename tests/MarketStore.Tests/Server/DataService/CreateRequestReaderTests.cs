using MarketStore.Core.Errors;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;
using MarketStore.Server.DataService;
using Xunit;

namespace MarketStore.Tests.Server.DataService;

public class CreateRequestReaderTests
{
    static CreateRequest Bars => new() { Key = "A/1Min/P:Symbol/Timeframe/AttributeGroup", ColumnNames = ["Epoch", "Px"], ColumnTypes = ["i8", "f4"] };

    [Fact]
    public void Columns_come_as_lists_or_as_one_text()
    {
        DataShape[] expected = [new("Epoch", ElementType.Int64), new("Px", ElementType.Float32)];

        Assert.Equal(expected, CreateRequestReader.Read(Bars).Columns);
        Assert.Equal(expected, CreateRequestReader.Read(Bars with { ColumnTypes = ["INT64", "FLOAT32"] }).Columns);
        Assert.Equal(expected, CreateRequestReader.Read(new() { Key = "A/1Min/P", DataShapes = "Epoch/int64:Px/float32" }).Columns);
    }

    [Theory]
    [InlineData(null, null, RecordType.Fixed)]
    [InlineData(null, "fixed", RecordType.Fixed)]
    [InlineData(null, "variable", RecordType.Variable)]
    [InlineData(true, null, RecordType.Variable)]
    [InlineData(false, "variable", RecordType.Fixed)] // the flag wins
    public void The_record_type_comes_as_a_flag_or_a_word(bool? flag, string? word, RecordType expected) =>
        Assert.Equal(expected, CreateRequestReader.Read(Bars with { IsVariableLength = flag, RowType = word }).RecordType);

    [Theory]
    [InlineData("nocolon")]
    [InlineData("A/1Min")]
    [InlineData("A/1Min/P:x:y")]
    public void A_key_that_is_not_three_parts_is_refused_in_known_words(string key) => Assert.Equal(
        $"key \"{key}\" is not in proper format, should be like: TSLA/1Min/OHLCV:Symbol/TimeFrame/AttributeGroup",
        Refusal(Bars with { Key = key }));

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("needs exactly three parts", Refusal(Bars with { Key = "A/1Min:Symbol/Timeframe/AttributeGroup" }), StringComparison.Ordinal);
        Assert.Equal("error: Unable to get timeframe from key A/7Parsec/P", Refusal(Bars with { Key = "A/7Parsec/P" }));
        Assert.Equal("unexpected data type:zz (key A/1Min/P)", Refusal(Bars with { ColumnTypes = ["zz"], ColumnNames = ["A"] }));
        Assert.Equal("key A/1Min/P: 2 column names and 1 column types are given", Refusal(Bars with { ColumnTypes = ["f4"] }));
        Assert.Equal("key A/1Min/P: no columns besides Epoch are given", Refusal(Bars with { ColumnTypes = ["i8"], ColumnNames = ["Epoch"] }));
        Assert.Equal("key A/1Min/P: no columns besides Epoch are given", Refusal(new() { Key = "A/1Min/P" }));
        Assert.Equal("key A/1Min/P: column name \"Px\" is repeated", Refusal(Bars with { ColumnNames = ["Px", "Px"] }));
        Assert.Equal("record type \"other\" must be one of fixed or variable", Refusal(Bars with { RowType = "other" }));
    }

    static string Refusal(CreateRequest request) => Assert.Throws<MarketStoreException>(() => CreateRequestReader.Read(request)).Message;
}
