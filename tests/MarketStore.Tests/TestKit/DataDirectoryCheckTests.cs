using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using Xunit;

namespace MarketStore.Tests.TestKit;

public sealed class DataDirectoryCheckTests
{
    public static TheoryData<string> Directories => [.. GoldenFiles.Directories];

    [Theory, MemberData(nameof(Directories))]
    public void What_the_reference_left_is_in_order(string name)
    {
        using var archive = new GoldenArchive(name);
        Assert.Empty(DataDirectoryCheck.Complaints(archive.Root));
    }

    [Fact]
    public void A_log_that_was_left_is_named()
    {
        using var archive = new GoldenArchive("utc-snappy-wal");
        Assert.EndsWith(".walfile: a log was left", Assert.Single(DataDirectoryCheck.Complaints(archive.Root)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DFX1/category_name", "DFX1: no category_name")]
    [InlineData("DFX4/1Min/OHLCV/2013.bin", "DFX4/1Min/OHLCV: a bucket without year files")]
    public void What_is_missing_is_named(string deleted, string complaint)
    {
        using var archive = new GoldenArchive("utc-snappy");
        File.Delete(Path.Combine(archive.Root, deleted));
        Assert.Equal([complaint], DataDirectoryCheck.Complaints(archive.Root));
    }

    [Fact]
    public void A_year_file_under_the_wrong_name_or_cut_short_is_named()
    {
        using var archive = new GoldenArchive("utc-snappy");
        var bucket = Path.Combine(archive.Root, "DFX4/1Min/OHLCV");
        File.Copy(Path.Combine(bucket, "2013.bin"), Path.Combine(bucket, "2014.bin"));
        File.WriteAllBytes(Path.Combine(bucket, "2015.bin"), new byte[100]);

        Assert.Collection(
            DataDirectoryCheck.Complaints(archive.Root).Order(StringComparer.Ordinal),
            complaint => Assert.Contains("2014.bin: version 2, year 2013", complaint, StringComparison.Ordinal),
            complaint => Assert.Contains("2015.bin: 100 bytes", complaint, StringComparison.Ordinal));
    }
}
