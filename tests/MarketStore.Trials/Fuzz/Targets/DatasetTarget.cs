using System.Text;
using MarketStore.Core.Errors;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.MessagePack;
using MarketStore.Protocol.Messages;
using MarketStore.Server.DataService;
using MarketStore.Storage;
using MarketStore.TestKit.MessagePack;
using MarketStore.Trials.Fuzz.Mutation;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>The parameters of a Write: multi datasets, cut into the rows of buckets. What is handed to the engine must be exactly the bytes that the dataset points to.</summary>
sealed class DatasetTarget : IFuzzTarget
{
    public const string TargetName = "dataset";

    static readonly MessagePackCodec Codec = new();
    static readonly string[] Types = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8", "U16"];
    static readonly int[] Sizes = [1, 2, 4, 8, 1, 2, 4, 8, 4, 8, 64];

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Reader;

    public IEnumerable<byte[]> Seeds => SampleCalls.All().Where(call => call.Method == "Write").Select(call => MessagePackEncoder.Encode(call.Parameters));

    public IEnumerable<byte[]> Words => SampleCalls.Texts().Select(text => MessagePackEncoder.Encode(text));

    public byte[] Refine(byte[] original, byte[] mutated, Chance chance) => new ValueMutator(chance, SampleCalls.Texts()).MutateMessagePack(original) ?? mutated;

    public string Run(ReadOnlySpan<byte> input)
    {
        IReadOnlyList<WriteRequest> requests;
        try
        {
            requests = Codec.ReadWrites(input.ToArray());
        }
        catch (RpcFormatException refusal)
        {
            return $"no parameters: {OutcomeText.KindOf(refusal.Message)}";
        }

        var kind = new StringBuilder();
        foreach (var request in requests.Take(1_000))
            kind.Append(Read(request)).Append(';');
        return kind.Length > 300 ? kind.ToString(0, 300) : kind.ToString();
    }

    public void Dispose()
    {
    }

    static string Read(WriteRequest request)
    {
        IReadOnlyList<BucketWrite> writes;
        try
        {
            writes = WriteRequestReader.Read(request);
        }
        catch (MarketStoreException refusal)
        {
            return OutcomeText.KindOf(refusal.Message);
        }

        var dataset = request.Dataset!;
        foreach (var write in writes)
            Check(write, dataset);
        return $"{Math.Min(writes.Count, 3)} buckets of {dataset.Names.Count} columns";
    }

    /// <summary>The rows of a bucket, computed anew from the description of the wire.</summary>
    static void Check(BucketWrite write, MultiDataset dataset)
    {
        // With or without categories behind a colon, in any case: the key names one run of rows.
        var texts = dataset.StartIndex.Keys.Where(text => text.Split(':')[0] == write.Key.ToString() && dataset.Lengths.GetValueOrDefault(text) > 0).ToList();
        if (texts.Count != 1)
            throw new TrialFailedException($"{texts.Count} runs of rows for {write.Key}");
        var (start, count) = (dataset.StartIndex[texts[0]], dataset.Lengths[texts[0]]);
        if (write.Rows.RowCount != count || write.Rows.Columns.Count != dataset.Names.Count)
            throw new TrialFailedException($"{write.Rows.RowCount} rows of {write.Rows.Columns.Count} columns for {write.Key}");
        for (var column = 0; column < dataset.Names.Count; column++)
        {
            var size = Sizes[Array.IndexOf(Types, dataset.Types[column])];
            if (!write.Rows.Columns[column].Data.Span.SequenceEqual(dataset.Data[column].Span.Slice((int)start * size, (int)count * size)))
                throw new TrialFailedException($"column {column} of {write.Key} has the bytes of other rows");
        }
    }
}
