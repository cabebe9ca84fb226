using System.Runtime.InteropServices;
using MarketStore.Client;
using MarketStore.Client.Wire;
using MarketStore.Core.Errors;
using MarketStore.TestKit.MessagePack;
using MarketStore.TestKit.Rpc;
using MarketStore.Trials.Fuzz.Mutation;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>The client library's side: answers of a server that may be another program. The first byte chooses what was asked.</summary>
sealed class ReplyTarget : IFuzzTarget
{
    public const string TargetName = "reply";

    const long Id = 1;

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Reader;

    public IEnumerable<byte[]> Seeds
    {
        get
        {
            var dataset = Requests.Dataset(["A/1Min/P", "B/1Min/P"], TypedColumn.Of("Epoch", 1L, 2), TypedColumn.Of("P", 1f, 2));
            yield return Reply(0, new() { ["responses"] = new List<object?> { new Dictionary<string, object?> { ["result"] = dataset } }, ["version"] = "v", ["timezone"] = "UTC" });
            var shape = new Dictionary<string, object?> { ["Name"] = "Epoch", ["Type"] = 3L };
            var answer = new Dictionary<string, object?> { ["error"] = "", ["version"] = "v" };
            yield return Reply(1, new()
            {
                ["responses"] = new List<object?>
                {
                    new Dictionary<string, object?> { ["LatestYear"] = 2020L, ["TimeFrame"] = 60_000_000_000, ["DSV"] = new List<object?> { shape }, ["RecordType"] = 0L, ["ServerResp"] = answer },
                },
            });
            yield return Reply(2, new() { ["Results"] = new List<object?> { "A", "B" } });
            yield return Reply(3, new() { ["responses"] = new List<object?> { answer } });
            yield return [3, .. MessagePackEncoder.Encode(new Dictionary<string, object?>
            {
                ["jsonrpc"] = "2.0",
                ["error"] = new Dictionary<string, object?> { ["code"] = -32000L, ["message"] = "no results returned from query", ["data"] = null },
                ["id"] = Id,
            })];
        }
    }

    public IEnumerable<byte[]> Words =>
    [
        .. SampleCalls.Texts().Concat(["responses", "result", "error", "version", "timezone", "Results", "DSV", "Name", "Type", "RecordType", "ServerResp", "LatestYear", "TimeFrame", "message"])
            .Select(text => MessagePackEncoder.Encode(text)),
        [0xC9, 0xFF, 0xFF, 0xFF, 0xF0, 1], [0xC6, 0xFF, 0xFF, 0xFF, 0xFF], [0xDF, 0xFF, 0xFF, 0xFF, 0xFF],
    ];

    public byte[] Refine(byte[] original, byte[] mutated, Chance chance) =>
        original.Length > 1 && new ValueMutator(chance, SampleCalls.Texts()).MutateMessagePack(original[1..]) is { } changed ? [original[0], .. changed] : mutated;

    public string Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return "nothing";
        try
        {
            return $"{input[0] & 3}: {Read(input[0] & 3, input[1..].ToArray())}";
        }
        catch (MarketStoreException refusal)
        {
            return $"{input[0] & 3}, {refusal.Kind}: {OutcomeText.KindOf(refusal.Message)}";
        }
    }

    public void Dispose()
    {
    }

    static string Read(int what, byte[] reply)
    {
        switch (what)
        {
            case 0:
                var results = ReplyReader.Read(reply, Id, ReplyReader.ReadQueryReply).Results;
                foreach (var bucket in results.SelectMany(buckets => buckets))
                    CheckWithin(bucket, reply);
                return $"{Math.Min(results.Count, 3)} results";
            case 1:
                return $"a bucket of {ReplyReader.Read(reply, Id, ReplyReader.ReadBucketDescription).Columns.Count} columns";
            case 2:
                return $"{Math.Min(ReplyReader.Read(reply, Id, ReplyReader.ReadNames).Count, 3)} names";
            default:
                return $"{Math.Min(ReplyReader.Read(reply, Id, ReplyReader.ReadOutcomes), 3)} outcomes";
        }
    }

    /// <summary>Columns lie within the answer, and all have the bucket's number of rows.</summary>
    static void CheckWithin(BucketRows bucket, byte[] reply)
    {
        foreach (var column in bucket.Rows.Columns)
        {
            if (column.RowCount != bucket.Rows.RowCount)
                throw new TrialFailedException($"column {column.Name} has {column.RowCount} rows of {bucket.Rows.RowCount}");
            if (column.Data.Length > 0 && (!MemoryMarshal.TryGetArray(column.Data, out var slice) || slice.Array != reply))
                throw new TrialFailedException($"column {column.Name} is no slice of the answer");
        }
    }

    static byte[] Reply(byte what, Dictionary<string, object?> result) =>
        [what, .. MessagePackEncoder.Encode(new Dictionary<string, object?> { ["jsonrpc"] = "2.0", ["result"] = result, ["id"] = Id })];
}
