using MarketStore.TestKit.MessagePack;
using MarketStore.Trials.Fuzz.Mutation;
using MessagePack;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>The encoding of nearly every client.</summary>
sealed class MessagePackRpcTarget : RpcTarget
{
    public const string TargetName = "msgpack-rpc";

    public override string Name => TargetName;

    /// <summary>Texts with their length, and the codes that announce much.</summary>
    public override IEnumerable<byte[]> Words =>
    [
        .. SampleCalls.Texts().Select(text => MessagePackEncoder.Encode(text)),
        [0xC0], [0x90], [0x80], [0xC1], [0xDD, 0x7F, 0xFF, 0xFF, 0xFF], [0xDF, 0xFF, 0xFF, 0xFF, 0xFF], [0xC6, 0xFF, 0xFF, 0xFF, 0xFF], [0xDB, 0x80, 0, 0, 0], [0xC9, 0xFF, 0xFF, 0xFF, 0xF0, 1],
        [0xCF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xD3, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x91], [0x81, 0xC0],
    ];

    protected override string ContentType => "application/x-msgpack";

    protected override byte[] Encode(Dictionary<string, object?> call) => MessagePackEncoder.Encode(call);

    protected override byte[]? ChangeValues(byte[] message, ValueMutator mutator) => mutator.MutateMessagePack(message);

    protected override object? Decode(byte[] answer)
    {
        try
        {
            return MessagePackDecoder.Decode(answer);
        }
        catch (FormatException)
        {
            // What a client sent and gets back may have keys that are no text, and extensions.
            var reader = new MessagePackReader(answer);
            reader.Skip();
            return reader.End ? null : throw new FormatException("bytes follow the answer");
        }
    }
}
