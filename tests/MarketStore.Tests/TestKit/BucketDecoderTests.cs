using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using Xunit;

namespace MarketStore.Tests.TestKit;

/// <summary>The test kit's own decoder reads from the recorded directories what the reference answered: so it may judge ours.</summary>
public sealed class BucketDecoderTests
{
    public static TheoryData<string> Directories => [.. GoldenFiles.Directories];

    [Theory, MemberData(nameof(Directories))]
    public void The_decoder_reads_what_the_reference_answered(string name)
    {
        using var archive = new GoldenArchive(name);
        var recorded = GoldenDirectory.Load(name);

        var problems = new List<string>();
        var compared = 0;
        foreach (var query in recorded.Queries)
        {
            if (WholeBucketOf(query) is not { } key)
                continue;
            var decoded = BucketDecoder.ReadDataset(archive.Root, key, recorded.TimeZone, recorded.IsCompressed);
            if (AnswerComparer.Difference(FirstDataset(query), decoded, key) is { } difference)
                problems.Add(difference);
            compared++;
        }

        Assert.Empty(problems);
        Assert.True(compared >= 19, $"only {compared} buckets were compared");
    }

    [Fact]
    public void A_wrong_time_zone_is_noticed()
    {
        using var archive = new GoldenArchive("new-york-snappy");
        var recorded = GoldenDirectory.Load("new-york-snappy");
        var query = recorded.Queries.First(query => WholeBucketOf(query) == "EFX4/1Min/OHLCV");

        var decoded = BucketDecoder.ReadDataset(archive.Root, "EFX4/1Min/OHLCV", "UTC", recorded.IsCompressed);

        Assert.Contains("Epoch", AnswerComparer.Difference(FirstDataset(query), decoded), StringComparison.Ordinal);
    }

    static string? WholeBucketOf(ScenarioStep query)
    {
        var requests = Plain.List(Plain.Map(query.Params, "params")["requests"], "requests");
        var request = requests.Count == 1 ? Plain.Map(requests[0], "a request") : [];
        return request.Count == 1 && request.GetValueOrDefault("destination") is string key && !key.Contains(',') ? key : null;
    }

    static object? FirstDataset(ScenarioStep query) => Plain.Map(Plain.List(Plain.Map(query.Result, "result")["responses"], "responses")[0], "a response")["result"];
}
