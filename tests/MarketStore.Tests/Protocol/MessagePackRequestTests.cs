using System.Buffers;
using System.Runtime.InteropServices;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.MessagePack;
using MessagePack;
using Xunit;

namespace MarketStore.Tests.Protocol;

public class MessagePackRequestTests
{
    static readonly MessagePackCodec Codec = new();

    [Fact]
    public void A_write_is_read_without_copying_its_columns()
    {
        var body = WireExamples.Get("Write").Request;

        var request = Codec.ReadRequest(body);
        var write = Assert.Single(Codec.ReadWrites(request.Parameters));

        Assert.Equal(["i8", "f4", "f4", "f4", "f4", "i4"], write.Dataset!.Types);
        Assert.Equal(["Epoch", "Open", "High", "Low", "Close", "Volume"], write.Dataset.Names);
        Assert.Equal(2, write.Dataset.Lengths["AAPL/1Min/OHLCV"]);
        Assert.Equal(0, write.Dataset.StartIndex["AAPL/1Min/OHLCV"]);
        Assert.False(write.IsVariableLength);
        Assert.Equal([1f, 2f], MemoryMarshal.Cast<byte, float>(write.Dataset.Data[1].Span).ToArray());
        Assert.All(write.Dataset.Data, column => Assert.True(MemoryMarshal.TryGetArray(column, out var part) && part.Array == body));
    }

    [Fact]
    public void A_query_is_read_with_what_is_absent_as_absent()
    {
        var request = Codec.ReadRequest(WireExamples.Get("QueryNanosecondBound").Request);
        var query = Assert.Single(Codec.ReadQueries(request.Parameters));

        Assert.Equal("DataService.Query", request.Method);
        Assert.Equal("BTC/1Sec/TICK", query.Destination);
        Assert.Equal(1577923200, query.EpochStart);
        Assert.Equal(1, query.EpochStartNanos);
        Assert.Null(query.EpochEnd);
        Assert.Equal(0, query.LimitRecordCount);
        Assert.Empty(query.Columns);
    }

    [Fact]
    public void A_create_is_read_in_every_form_that_clients_send()
    {
        var lists = Assert.Single(Codec.ReadCreates(Codec.ReadRequest(WireExamples.Get("Create").Request).Parameters));
        Assert.Equal(["Epoch", "Open", "High", "Low", "Close", "Volume"], lists.ColumnNames);
        Assert.False(lists.IsVariableLength);

        var text = Assert.Single(Codec.ReadCreates(Encode(new { requests = new[] { new { key = "A/1Min/P", data_shapes = "Px/float32", row_type = "variable" } } })));
        Assert.Equal(("Px/float32", "variable"), (text.DataShapes, text.RowType));
        Assert.Null(text.IsVariableLength);
        Assert.Null(text.ColumnNames);
    }

    [Fact]
    public void List_symbols_reads_both_filters()
    {
        var request = Codec.ReadListSymbols(Encode(new { format = "tbk", timeframe = "1D", date = "2020-01-02" }));

        Assert.Equal(("tbk", "1D", "2020-01-02"), (request.Format, request.Timeframe, request.Date));
    }

    [Fact]
    public void Every_object_may_be_an_array_of_its_fields()
    {
        var parameters = Encode(new object[] { new object[] { new object?[] { false, null, "A/1Min/P", null, 5, null, 9, 1, 3, true, new[] { "Px" } } } });
        var body = Encode(new object[] { "2.0", "DataService.Query", new Raw(parameters), 7 });

        var request = Codec.ReadRequest(body);
        var query = Assert.Single(Codec.ReadQueries(request.Parameters));

        Assert.Equal("07", Convert.ToHexString(request.Id.Span));
        Assert.Equal(("A/1Min/P", 5L, 9L, 1L, 3L, true), (query.Destination, query.EpochStart!.Value, query.EpochEnd!.Value, query.EpochEndNanos!.Value, query.LimitRecordCount, query.LimitFromStart));
        Assert.Equal(["Px"], query.Columns);
    }

    [Fact]
    public void Parameters_may_be_an_array_of_one_object()
    {
        var query = Assert.Single(Codec.ReadQueries(Encode(new[] { new { requests = new[] { new { destination = "A/1Min/P" } } } })));

        Assert.Equal("A/1Min/P", query.Destination);
    }

    [Fact]
    public void Keys_and_texts_may_be_bytes_and_unknown_keys_are_skipped()
    {
        var query = Assert.Single(Codec.ReadQueries(Encode(new Dictionary<object, object>
        {
            ["unknown"] = new[] { 1, 2 },
            ["requests"u8.ToArray()] = new[] { new Dictionary<object, object> { ["destination"u8.ToArray()] = "A/1Min/P"u8.ToArray(), ["other"] = new { deep = 1 } } },
        })));

        Assert.Equal("A/1Min/P", query.Destination);
    }

    [Theory]
    [InlineData("05")]
    [InlineData("CC05")]
    [InlineData("CD0005")]
    [InlineData("CE00000005")]
    [InlineData("CF0000000000000005")]
    [InlineData("D005")]
    [InlineData("D10005")]
    [InlineData("D200000005")]
    [InlineData("D30000000000000005")]
    public void An_integer_may_have_any_width(string hex)
    {
        var parameters = Encode(new { requests = new[] { new { limit_record_count = new Raw(Convert.FromHexString(hex)) } } });

        Assert.Equal(5, Assert.Single(Codec.ReadQueries(parameters)).LimitRecordCount);
    }

    [Fact]
    public void Nil_means_not_given_everywhere()
    {
        Assert.Empty(Codec.ReadQueries(new byte[] { MessagePackCode.Nil }));
        Assert.Empty(Codec.ReadQueries(default));
        Assert.Empty(Codec.ReadQueries(Encode(new { requests = (object?)null })));
        Assert.Equal("", Assert.Single(Codec.ReadKeys(Encode(new { requests = new object?[] { null } }))).Key);
        var query = Assert.Single(Codec.ReadQueries(Encode(new { requests = new[] { new { epoch_start = (object?)null, columns = (object?)null, limit_from_start = (object?)null } } })));
        Assert.Null(query.EpochStart);
        Assert.Null(Assert.Single(Codec.ReadWrites(Encode(new { requests = new[] { new { dataset = (object?)null } } }))).Dataset);
    }

    [Fact]
    public void A_value_of_another_type_is_refused()
    {
        string[] values = ["CB3FF8000000000000", "C3", "A135", "9105", "8101C0", "CFFFFFFFFFFFFFFFFF"];
        foreach (var value in values)
        {
            var parameters = Encode(new { requests = new[] { new { limit_record_count = new Raw(Convert.FromHexString(value)) } } });
            Assert.Equal("msgpack: invalid code=81 decoding array length", Assert.Throws<RpcFormatException>(() => Codec.ReadQueries(parameters)).Message);
        }

        Assert.Throws<RpcFormatException>(() => Codec.ReadQueries(Encode(new { requests = new[] { new { columns = "Px" } } })));
        Assert.Throws<RpcFormatException>(() => Codec.ReadQueries(Encode(new { requests = new[] { new { limit_from_start = 1 } } })));
        Assert.Throws<RpcFormatException>(() => Codec.ReadQueries(Encode(new { requests = new[] { new { destination = 1 } } })));
        Assert.Throws<RpcFormatException>(() => Codec.ReadQueries(Encode("text")));
        Assert.Throws<RpcFormatException>(() => Codec.ReadQueries(Encode(new[] { 1, 2 })));
        Assert.Throws<RpcFormatException>(() => Codec.ReadQueries(Encode(new[] { 1 })));
    }

    [Theory]
    [InlineData("C1")]
    [InlineData("")]
    [InlineData("05")]
    [InlineData("9181A26964A131")] // a batch
    public void A_body_that_is_no_call_cannot_be_answered(string hex)
    {
        var request = Codec.ReadRequest(Convert.FromHexString(hex));

        Assert.NotNull(request.Fault);
        Assert.True(request.IsNotification);
    }

    [Fact]
    public void A_body_that_breaks_off_after_version_and_id_can_be_answered()
    {
        byte[] whole = Encode(new { jsonrpc = "2.0", id = "1", method = "DataService.Query" });

        var request = Codec.ReadRequest(whole.AsMemory(0, whole.Length - 1));

        Assert.Equal("unexpected EOF", request.Fault);
        Assert.Equal("A131", Convert.ToHexString(request.Id.Span));
    }

    [Fact]
    public void Bytes_after_the_call_are_ignored()
    {
        byte[] body = [.. WireExamples.Get("ListSymbols").Request, 0xC1, 0xFF];

        Assert.Null(Codec.ReadRequest(body).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A26964C0")]
    public void Without_an_id_a_call_is_a_notification(string idHex)
    {
        byte[] body = [(byte)(idHex.Length == 0 ? 0x81 : 0x82), .. Convert.FromHexString("A76A736F6E727063A3322E30" + idHex)];

        var request = Codec.ReadRequest(body);

        Assert.Null(request.Fault);
        Assert.True(request.IsNotification);
    }

    static byte[] Encode(object value) => Pack.ToBytes(value);
}
