using System.Text;
using MarketStore.Protocol.Json;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.MessagePack;
using MarketStore.Protocol.Messages;
using Xunit;

namespace MarketStore.Tests.Protocol;

public class HostileBytesTests
{
    const int Depth = 100_000;

    static readonly MessagePackCodec MessagePack = new();
    static readonly JsonCodec Json = new();

    [Theory, MemberData(nameof(WireExamples.Names), MemberType = typeof(WireExamples))]
    public void A_call_cut_short_anywhere_is_a_fault(string name)
    {
        var body = WireExamples.Get(name).Request;
        for (var length = 0; length < body.Length; length++)
            Assert.NotNull(MessagePack.ReadRequest(body.AsMemory(0, length)).Fault);
    }

    [Theory, MemberData(nameof(WireExamples.Names), MemberType = typeof(WireExamples))]
    public void Parameters_cut_short_anywhere_are_a_format_error(string name)
    {
        var parameters = MessagePack.ReadRequest(WireExamples.Get(name).Request).Parameters;
        for (var length = 1; length < parameters.Length; length++)
        {
            foreach (var read in Readers(MessagePack))
                FormatErrorOrNothing(() => read(parameters[..length]));
        }
    }

    [Theory]
    [InlineData(20261124)]
    [InlineData(7)]
    public void Mutated_calls_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var example = WireExamples.All.Values.ElementAt(random.Next(WireExamples.All.Count));
            var body = Mutate(random, example.Request);
            try
            {
                ReadWhole(MessagePack, body);
            }
            catch (Exception defect)
            {
                Assert.Fail($"seed {seed}, round {round}, body {Convert.ToHexString(body)}: {defect}");
            }
        }
    }

    [Theory]
    [InlineData(20261124)]
    public void Mutated_json_is_read_or_refused(int seed)
    {
        var random = new Random(seed);
        var original = Encoding.UTF8.GetBytes("""
            {"jsonrpc":"2.0","id":[1,"x",null],"method":"DataService.Write","params":{"requests":[{"Data":{"ColumnTypes":["i8"],"ColumnNames":["Epoch"],
            "ColumnData":["AQAAAAAAAAA="],"Length":1,"StartIndex":{"A/1Min/P":0},"Lengths":{"A/1Min/P":1}},"IsVariableLength":true,"destination":"\u00e9","limit":1.5e3}]}}
            """);
        for (var round = 0; round < 20_000; round++)
        {
            var body = Mutate(random, original);
            try
            {
                ReadWhole(Json, body);
            }
            catch (Exception defect)
            {
                Assert.Fail($"seed {seed}, round {round}, body {Convert.ToHexString(body)}: {defect}");
            }
        }
    }

    [Theory]
    [InlineData("DDFFFFFFFF")] // a list of four billion
    [InlineData("DD7FFFFFFF")]
    [InlineData("DFFFFFFFFF")] // a map
    [InlineData("C6FFFFFFFF")] // bytes
    [InlineData("DBFFFFFFFF")] // text
    [InlineData("C9FFFFFFFF01")] // an extension
    public void An_absurd_count_costs_no_memory(string hex)
    {
        var claim = new Raw(Convert.FromHexString(hex));
        byte[][] bodies =
        [
            claim.Bytes,
            Pack.ToBytes(new { jsonrpc = "2.0", id = claim }),
            Pack.ToBytes(new { jsonrpc = "2.0", id = 1, method = claim }),
            Pack.ToBytes(new { jsonrpc = "2.0", id = 1, @params = claim }),
            Pack.ToBytes(new { jsonrpc = "2.0", id = 1, other = claim }),
        ];
        byte[][] parameters =
        [
            claim.Bytes,
            Pack.ToBytes(new { requests = claim }),
            Pack.ToBytes(new { requests = new[] { new { columns = claim } } }),
            Pack.ToBytes(new { requests = new[] { new { dataset = new { data = new[] { claim } } } } }),
            Pack.ToBytes(new { requests = new[] { new { dataset = new { startindex = claim } } } }),
            Pack.ToBytes(new { requests = new[] { new { key = claim } } }),
            Pack.ToBytes(new { format = claim }),
        ];

        var allocated = AllocatedBytes(() =>
        {
            foreach (var body in bodies)
                Assert.NotNull(MessagePack.ReadRequest(body).Fault);
            foreach (var part in parameters)
            {
                foreach (var read in Readers(MessagePack))
                    FormatErrorOrNothing(() => read(part));
            }
        });

        // Exceptions and their stack traces, and no more.
        Assert.True(allocated < 4 << 20, $"{allocated} bytes were allocated");
    }

    [Theory]
    [InlineData("91")]
    [InlineData("81A161")]
    [InlineData("DC0001")]
    public void Nesting_without_end_is_survived(string level)
    {
        var deep = new Raw([.. Enumerable.Repeat(Convert.FromHexString(level), Depth).SelectMany(bytes => bytes), 0xC0]);

        ReadWhole(MessagePack, deep.Bytes);
        ReadWhole(MessagePack, Pack.ToBytes(new { jsonrpc = "1.0", id = deep }));
        ReadWhole(MessagePack, Pack.ToBytes(new { jsonrpc = "1.0", id = 1, @params = deep }));
        ReadWhole(MessagePack, Pack.ToBytes(new { jsonrpc = "2.0", id = 1, method = "DataService.Query", @params = new { other = deep } }));
        ReadWhole(MessagePack, Pack.ToBytes(new { jsonrpc = "2.0", id = 1, method = "DataService.Query", @params = new { requests = new[] { new { columns = deep } } } }));
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Nesting_without_end_is_survived_in_json(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, Depth)) + "1" + string.Concat(Enumerable.Repeat(close, Depth));

        ReadWhole(Json, Encoding.UTF8.GetBytes(deep));
        ReadWhole(Json, Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"DataService.Query","params":{{deep}}}"""));
        ReadWhole(Json, Encoding.UTF8.GetBytes($$"""{"jsonrpc":"1.0","id":{{deep}},"method":"DataService.Query"}"""));
    }

    [Fact]
    public void More_items_than_a_call_may_hold_are_refused_by_name()
    {
        var many = new byte[RequestLimits.MaxElements + 1];
        Array.Fill(many, (byte)0xC0);
        byte[] list = [0xDD, .. BitConverter.GetBytes(many.Length).Reverse(), .. many];
        var parameters = Pack.ToBytes(new { requests = new[] { new { columns = new Raw(list) } } });

        var refusal = Assert.Throws<RpcFormatException>(() => MessagePack.ReadQueries(parameters));

        Assert.Contains($"more than {RequestLimits.MaxElements} list items", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_parameters_are_not_echoed()
    {
        var parameters = Pack.ToBytes(new { requests = 1, padding = new byte[RequestLimits.MaxEchoBytes] });
        using var body = new ReplyBody();

        MessagePack.WriteError(body, new RpcError(RpcErrorCodes.InvalidRequest, "no", parameters), new byte[] { 1 });

        Assert.True(body.Length < 100);
        Assert.EndsWith("A464617461C0A26964D001", Convert.ToHexString(body.ToArray()), StringComparison.Ordinal);
    }

    /// <summary>Goes the way that the endpoint goes: envelope, parameters of every method, an error that echoes what came.</summary>
    static void ReadWhole(RpcCodec codec, ReadOnlyMemory<byte> body)
    {
        var request = codec.ReadRequest(body);
        foreach (var read in Readers(codec))
            FormatErrorOrNothing(() => read(request.Parameters));
        using var reply = new ReplyBody();
        codec.WriteError(reply, new RpcError(RpcErrorCodes.InvalidRequest, "no", request.Parameters), request.Id);
        reply.Clear();
        codec.WriteError(reply, new RpcError(RpcErrorCodes.InvalidRequest, "no") { EchoedRequest = request }, request.Id);
        Assert.True(reply.Length <= (3 * RequestLimits.MaxEchoBytes) + (2 * body.Length) + 1000);
    }

    static IEnumerable<Action<ReadOnlyMemory<byte>>> Readers(RpcCodec codec) =>
    [
        bytes => codec.ReadQueries(bytes),
        bytes => codec.ReadWrites(bytes),
        bytes => codec.ReadCreates(bytes),
        bytes => codec.ReadKeys(bytes),
        bytes => codec.ReadListSymbols(bytes),
    ];

    static void FormatErrorOrNothing(Action action)
    {
        try
        {
            action();
        }
        catch (RpcFormatException)
        {
        }
    }

    static byte[] Mutate(Random random, byte[] original)
    {
        var body = original.ToList();
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var position = random.Next(body.Count);
            switch (random.Next(4))
            {
                case 0: body[position] = (byte)random.Next(256); break;
                case 1: body[position] ^= (byte)(1 << random.Next(8)); break;
                case 2: body.Insert(position, (byte)random.Next(256)); break;
                default: body.RemoveAt(position); break;
            }
        }

        return [.. body];
    }

    static long AllocatedBytes(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
