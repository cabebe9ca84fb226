using System.IO.Compression;
using System.Text.Json;
using MarketStore.TestKit.Golden;
using Xunit;

namespace MarketStore.Tests.TestKit;

public sealed class AnswerComparerTests
{
    [Fact]
    public void Every_verdict_is_that_of_an_independent_comparer()
    {
        using var file = File.OpenRead(Path.Combine(GoldenFiles.Root, "comparer-cases.json.gz"));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var cases = JsonDocument.Parse(unpacked);

        foreach (var (number, entry) in cases.RootElement.EnumerateArray().Index())
        {
            var difference = Compare(RecordedJson.ToValue(entry.GetProperty("want")), RecordedJson.ToValue(entry.GetProperty("got")));
            Assert.True(entry.GetProperty("same").GetBoolean() == difference is null, $"case {number}: {difference ?? "no difference seen"}");
        }
    }

    static string? Compare(object? want, object? got)
    {
        try
        {
            return AnswerComparer.Difference(want, got);
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    [Theory]
    [InlineData(1.0, 1.0000005, true)]
    [InlineData(1.0, 1.000005, false)]
    [InlineData(double.NaN, double.NaN, true)]
    [InlineData(double.PositiveInfinity, 1.0, false)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, false)]
    [InlineData(0.0, 1e-300, false)]
    public void Floats_are_equal_to_a_millionth_and_no_further(double want, double got, bool areEqual) =>
        Assert.Equal(areEqual, AnswerComparer.Difference(want, got) is null);

    [Fact]
    public void Nil_and_an_empty_list_say_the_same() => Assert.Null(AnswerComparer.Difference(null, new List<object?>()));

    [Fact]
    public void A_text_is_not_a_blob_of_its_bytes() => Assert.NotNull(AnswerComparer.Difference("a", "a"u8.ToArray()));
}
