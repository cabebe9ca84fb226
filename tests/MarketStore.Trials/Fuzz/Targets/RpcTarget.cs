using System.Text;
using MarketStore.Trials.Fuzz.Mutation;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Bodies of <c>/rpc</c> through the endpoint and the whole engine, in one encoding. The database lives as long as the run, so that calls meet what others left.</summary>
abstract class RpcTarget : IFuzzTarget
{
    // Codes that the wire has: docs/wire-protocol.md, "The call".
    static readonly long[] ErrorCodes = [-32700, -32600, -32000];

    readonly FuzzServer _server = new();

    public abstract string Name { get; }

    public FuzzBounds Bounds => FuzzSubjects.Rpc;

    public IEnumerable<byte[]> Seeds => SampleCalls.All().Select((call, index) => Encode(new()
    {
        ["jsonrpc"] = "2.0",
        ["method"] = $"DataService.{call.Method}",
        ["params"] = call.Parameters,
        ["id"] = index % 2 == 0 ? (long)index : $"call {index}",
    }));

    public virtual IEnumerable<byte[]> Words => SampleCalls.Texts().Select(Encoding.UTF8.GetBytes);

    protected abstract string ContentType { get; }

    public byte[] Refine(byte[] original, byte[] mutated, Chance chance) => ChangeValues(original, new ValueMutator(chance, SampleCalls.Texts())) ?? mutated;

    public string Run(ReadOnlySpan<byte> input)
    {
        var (status, body) = _server.Post(ContentType, input.ToArray());
        if (status != 200)
            return $"status {status}: {OutcomeText.KindOf(Encoding.UTF8.GetString(body))}";
        return body.Length == 0 ? "no answer" : Decode(body) is { } answer ? KindOf(answer) : "an echo of odd values";
    }

    public void Dispose() => _server.Dispose();

    protected abstract byte[] Encode(Dictionary<string, object?> call);

    /// <summary>Null when the input is no message.</summary>
    protected abstract byte[]? ChangeValues(byte[] message, ValueMutator mutator);

    /// <summary>Null for an answer that is well formed and holds what plain values cannot.</summary>
    /// <exception cref="FormatException">The answer is not well formed.</exception>
    protected abstract object? Decode(byte[] answer);

    /// <summary>Holds the answer against what the page on the wire promises.</summary>
    static string KindOf(object answer)
    {
        if (answer is not Dictionary<string, object?> map || map.GetValueOrDefault("jsonrpc") is not "2.0" || map.GetValueOrDefault("id") is null)
            throw new TrialFailedException("the answer has no version or no id");
        if (!map.Keys.SequenceEqual(["jsonrpc", "result", "id"]) && !map.Keys.SequenceEqual(["jsonrpc", "error", "id"]))
            throw new TrialFailedException($"the answer has the keys {string.Join(", ", map.Keys)}");
        if (map.TryGetValue("error", out var error))
        {
            if (error is not Dictionary<string, object?> fields || !fields.Keys.SequenceEqual(["code", "message", "data"])
                || fields["code"] is not long code || !ErrorCodes.Contains(code) || fields["message"] is not string message)
                throw new TrialFailedException("the error does not have the three fields of the wire");
            return $"error {code}: {OutcomeText.KindOf(message)}";
        }

        return $"result: {Describe(map["result"], depth: 0)}";
    }

    /// <summary>The structure, and the kinds of the texts: errors of single requests are among them.</summary>
    static string Describe(object? value, int depth) => value switch
    {
        null => "nil",
        string text => OutcomeText.KindOf(text),
        Dictionary<string, object?> map when depth < 5 => $"{{{string.Join(',', map.Take(6).Select(entry => Describe(entry.Value, depth + 1)))}}}",
        List<object?> list when depth < 5 => list.Count == 0 ? "[]" : $"[{Describe(list[0], depth + 1)}{(list.Count > 1 ? $",{Describe(list[^1], depth + 1)}" : "")}]",
        _ => value.GetType().Name,
    };
}
