using System.Text;
using MarketStore.Trials.Fuzz.Mutation;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>The other encoding.</summary>
sealed class JsonRpcTarget : RpcTarget
{
    public const string TargetName = "json-rpc";

    public override string Name => TargetName;

    public override IEnumerable<byte[]> Words =>
    [
        .. SampleCalls.Texts().Select(text => Encoding.UTF8.GetBytes($"\"{text}\"")),
        .. new[] { "{", "}", "[", "]", ",", ":", "\"", "null", "true", "false", "-0", "1e400", "1.5", "9223372036854775808", "\\u0000", "\\ud800", "\\udc00", "\"RowType\"", "\"ColumnData\"", "\u00e9", "/*" }
            .Select(Encoding.UTF8.GetBytes),
    ];

    protected override string ContentType => "application/json";

    protected override byte[] Encode(Dictionary<string, object?> call) => PlainJson.Encode(call);

    protected override byte[]? ChangeValues(byte[] message, ValueMutator mutator)
    {
        try
        {
            return PlainJson.Encode(mutator.Mutate(PlainJson.Decode(message, readsBlobs: true)));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    protected override object? Decode(byte[] answer)
    {
        try
        {
            return PlainJson.Decode(answer, readsBlobs: false);
        }
        catch (FormatException fault) when (fault.InnerException is InvalidOperationException)
        {
            // What a client sent and gets back as it was may escape half a pair, which is JSON and no text.
            return null;
        }
    }
}
