using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;
using MarketStore.TestKit.MessagePack;
using Xunit;

namespace MarketStore.Tests.Client;

/// <summary>Whatever answers, a client gets rows or a typed exception.</summary>
public sealed class DamagedReplyTests
{
    static readonly byte[] Whole = WireServer.EncodeForFirstCall(new QueryResponse(
        [new Dataset([new("Epoch", ElementType.Int64), new("Px", ElementType.Float64)], [new("A/1Min/P", Rows(3)), new("B/1Min/P", Rows(2))])], "v", "UTC", []));

    [Fact]
    public async Task An_answer_cut_short_anywhere_is_refused()
    {
        for (var length = 0; length < Whole.Length; length++)
            Assert.True(await IsRefusedAsync(Whole[..length]), $"{length} of {Whole.Length} bytes were taken for an answer");
    }

    [Fact]
    public async Task Any_flipped_bit_gives_rows_or_a_refusal()
    {
        Assert.False(await IsRefusedAsync(Whole));
        var damaged = (byte[])Whole.Clone();
        for (var position = 0; position < Whole.Length; position++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                damaged[position] = (byte)(Whole[position] ^ 1 << bit);
                await IsRefusedAsync(damaged);
            }

            damaged[position] = Whole[position];
        }
    }

    public static TheoryData<string, byte[]> Oddities => new()
    {
        { "nothing", [] },
        { "no map", [0xC0] },
        { "neither result nor error", Reply(new() { ["id"] = 1L }) },
        { "another id", Reply(new() { ["id"] = 2L, ["result"] = Result(Dataset()) }) },
        { "more rows than data", Reply(new() { ["id"] = 1L, ["result"] = Result(Dataset(rows: 2)) }) },
        { "rows before the data", Reply(new() { ["id"] = 1L, ["result"] = Result(Dataset(start: -1)) }) },
        { "as many rows as a number can say", Reply(new() { ["id"] = 1L, ["result"] = Result(Dataset(rows: long.MaxValue)) }) },
        { "an unknown type", Reply(new() { ["id"] = 1L, ["result"] = Result(Dataset(type: "q9")) }) },
        { "an unknown key with a blob of four gigabytes", Reply(new() { ["id"] = 1L, ["more"] = new RawMessagePack([0xC6, 0xFF, 0xFF, 0xFF, 0xFF, 0x00]) }) },
        { "an unknown key with a text of four gigabytes", Reply(new() { ["id"] = 1L, ["more"] = new RawMessagePack([0xDB, 0xFF, 0xFF, 0xFF, 0xFF, 0x00]) }) },
        { "an unknown key with an extension of four gigabytes", Reply(new() { ["id"] = 1L, ["more"] = new RawMessagePack([0xC9, 0xFF, 0xFF, 0xFF, 0xFF, 0x00]) }) },
        { "four milliard responses", Reply(new() { ["id"] = 1L, ["result"] = new Dictionary<string, object?> { ["responses"] = new RawMessagePack([0xDD, 0xFF, 0xFF, 0xFF, 0xFF]) } }) },
    };

    [Theory, MemberData(nameof(Oddities))]
    public async Task An_answer_that_makes_no_sense_is_refused(string name, byte[] reply) => Assert.True(await IsRefusedAsync(reply), name);

    [Fact]
    public async Task Keys_of_later_versions_are_passed_over()
    {
        var dataset = Dataset();
        dataset["more"] = new List<object?> { 1.5, new Dictionary<string, object?> { ["x"] = new byte[] { 1 } }, null, "text", new RawMessagePack([0xD4, 0x01, 0x02]) };
        using var client = WireServer.Sending(Reply(new() { ["more"] = true, ["id"] = 1L, ["result"] = Result(dataset) })).Connect();

        var buckets = await client.QueryAsync(new QueryRequest());

        Assert.Equal([60L], Assert.Single(buckets).Rows.Epochs.ToArray());
    }

    static async Task<bool> IsRefusedAsync(byte[] reply)
    {
        using var client = WireServer.Sending(reply).Connect();
        try
        {
            await client.QueryAsync([new QueryRequest()]);
            return false;
        }
        catch (MarketStoreException)
        {
            return true;
        }
    }

    static byte[] Reply(Dictionary<string, object?> envelope) => MessagePackEncoder.Encode(envelope);

    static Dictionary<string, object?> Result(Dictionary<string, object?> dataset) =>
        new() { ["responses"] = new List<object?> { new Dictionary<string, object?> { ["result"] = dataset } } };

    static Dictionary<string, object?> Dataset(long start = 0, long rows = 1, string type = "i8") => new()
    {
        ["names"] = new List<object?> { "Epoch" },
        ["types"] = new List<object?> { type },
        ["data"] = new List<object?> { BitConverter.GetBytes(60L) },
        ["startindex"] = new Dictionary<string, object?> { ["A/1Min/P"] = start },
        ["lengths"] = new Dictionary<string, object?> { ["A/1Min/P"] = rows },
    };

    static ColumnSeries Rows(int count) => new(
        [Column.Of<long>("Epoch", ElementType.Int64, new long[count]), Column.Of<double>("Px", ElementType.Float64, new double[count])],
        count);
}
