using MarketStore.Server.Streaming;
using MarketStore.Server.Streaming.WebSockets;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

public sealed class WebSocketReaderTests
{
    const int MaxMessageBytes = 70_000;

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(MaxMessageBytes)]
    public async Task A_message_of_any_length_is_read(int length)
    {
        var payload = Enumerable.Range(0, length).Select(index => (byte)(index * 7)).ToArray();
        var reader = Reader(RawSubscriber.Frame(WebSocketOpcode.Binary, payload));

        var message = await reader.ReadAsync();

        Assert.Equal(WebSocketOpcode.Binary, message!.Value.Opcode);
        Assert.Equal(payload, message.Value.Payload.ToArray());
        Assert.Null(await reader.ReadAsync());
    }

    [Fact]
    public async Task Parts_are_put_together_and_control_frames_come_between_them()
    {
        byte[] bytes =
        [
            .. RawSubscriber.Frame(WebSocketOpcode.Text, "ab"u8.ToArray(), isFinal: false), .. RawSubscriber.Frame(WebSocketOpcode.Ping, "p"u8.ToArray()),
            .. RawSubscriber.Frame(WebSocketOpcode.Continuation, "cde"u8.ToArray(), isFinal: false), .. RawSubscriber.Frame(WebSocketOpcode.Continuation, "f"u8.ToArray()),
            .. RawSubscriber.Frame(WebSocketOpcode.Binary, "g"u8.ToArray()),
        ];
        for (var split = 1; split < bytes.Length; split++)
        {
            var reader = new WebSocketReader(new TrickleStream(bytes, split), MaxMessageBytes);
            List<string> messages = [];
            while (await reader.ReadAsync() is { } message)
                messages.Add($"{message.Opcode}:{System.Text.Encoding.ASCII.GetString(message.Payload.Span)}");
            Assert.Equal(["9:p", "1:abcdef", "2:g"], messages);
        }
    }

    [Theory]
    [InlineData("8100", 1002)] // not masked
    [InlineData("C18000000000", 1002)] // a reserved bit
    [InlineData("838000000000", 1002)] // unknown opcodes
    [InlineData("8B8000000000", 1002)]
    [InlineData("808000000000", 1002)] // a continuation of nothing
    [InlineData("018000000000818000000000", 1002)] // a message within a message
    [InlineData("098000000000", 1002)] // a ping in parts
    [InlineData("89FE007E00000000", 1002)] // a ping of 126 bytes
    [InlineData("82FF800000000000000000000000", 1009)]
    [InlineData("82FF000000000001117100000000", 1009)]
    [InlineData("82FFFFFFFFFFFFFFFFFF00000000", 1009)]
    public async Task What_breaks_a_rule_or_the_limit_has_its_code(string frames, int code)
    {
        var reader = Reader(Convert.FromHexString(frames));
        var fault = await Assert.ThrowsAsync<WebSocketFaultException>(async () =>
        {
            while (await reader.ReadAsync() is not null)
            {
            }
        });
        Assert.Equal(code, fault.CloseCode);
    }

    [Fact]
    public async Task Parts_are_limited_in_sum()
    {
        var part = new byte[MaxMessageBytes / 2 + 1];
        var reader = Reader([.. RawSubscriber.Frame(WebSocketOpcode.Text, part, isFinal: false), .. RawSubscriber.Frame(WebSocketOpcode.Continuation, part)]);

        var fault = await Assert.ThrowsAsync<WebSocketFaultException>(() => reader.ReadAsync().AsTask());

        Assert.Equal(1009, fault.CloseCode);
    }

    [Fact]
    public async Task A_stream_that_ends_anywhere_ends_the_reading()
    {
        byte[] bytes = [.. RawSubscriber.Frame(WebSocketOpcode.Text, new byte[300], isFinal: false), .. RawSubscriber.Frame(WebSocketOpcode.Continuation, new byte[10])];
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(await Reader(bytes[..length]).ReadAsync());
    }

    static WebSocketReader Reader(byte[] bytes) => new(new MemoryStream(bytes), MaxMessageBytes);
}
