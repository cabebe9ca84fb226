using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.TestKit;

public sealed class YearFileComparerTests
{
    const string FixedFile = "DFX4/1Min/OHLCV/2013.bin";
    const string VariableFile = "DVL18/1Min/TICK/2021.bin";

    [Fact]
    public void Equal_directories_have_no_differences()
    {
        using var want = new GoldenArchive("utc-snappy");
        using var got = new GoldenArchive("utc-snappy");

        Assert.Empty(YearFileComparer.Differences(want.Root, got.Root, isCompressed: true));
    }

    [Fact]
    public void One_changed_byte_of_a_fixed_row_is_named_by_file_and_slot()
    {
        using var want = new GoldenArchive("utc-snappy");
        using var got = new GoldenArchive("utc-snappy");
        var (index, offset) = FirstSlot(got.Root, FixedFile);
        ChangeByte(Path.Combine(got.Root, FixedFile), offset + 9);

        var difference = Assert.Single(YearFileComparer.Differences(want.Root, got.Root, isCompressed: true));
        Assert.StartsWith($"{FixedFile}: offset {offset + 9}, slot {index} byte 9: want ", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_may_differ()
    {
        using var want = new GoldenArchive("utc-snappy");
        using var got = new GoldenArchive("utc-snappy");
        ChangeByte(Path.Combine(got.Root, FixedFile), 8);

        Assert.Empty(YearFileComparer.Differences(want.Root, got.Root, isCompressed: true));
    }

    [Theory]
    [InlineData(264)]
    [InlineData(280)]
    [InlineData(312)]
    [InlineData(34104)]
    public void The_rest_of_the_header_may_not_differ(long offset)
    {
        using var want = new GoldenArchive("utc-snappy");
        using var got = new GoldenArchive("utc-snappy");
        ChangeByte(Path.Combine(got.Root, FixedFile), offset);

        Assert.Contains(YearFileComparer.Differences(want.Root, got.Root, isCompressed: true), difference => difference.StartsWith($"{FixedFile}: offset {offset}, header", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_variable_slot_is_named()
    {
        using var want = new GoldenArchive("utc-snappy");
        using var got = new GoldenArchive("utc-snappy");
        var (index, offset) = FirstSlot(got.Root, VariableFile);
        using (var file = File.OpenHandle(Path.Combine(got.Root, VariableFile), access: FileAccess.ReadWrite))
            RandomAccess.Write(file, new byte[24], offset);

        Assert.Contains(YearFileComparer.Differences(want.Root, got.Root, isCompressed: true), difference => difference.StartsWith($"{VariableFile}: slot {index} is empty", StringComparison.Ordinal));
    }

    [Fact]
    public void A_year_file_that_one_side_lacks_is_named()
    {
        using var want = new GoldenArchive("utc-snappy");
        using var got = new GoldenArchive("utc-snappy");
        File.Delete(Path.Combine(got.Root, FixedFile));

        Assert.Equal([$"{FixedFile} is missing"], YearFileComparer.Differences(want.Root, got.Root, isCompressed: true));
        Assert.Equal([$"{FixedFile} should not be there"], YearFileComparer.Differences(got.Root, want.Root, isCompressed: true));
    }

    static (long Index, long Offset) FirstSlot(string root, string path)
    {
        using var file = new YearFile(Path.Combine(root, path), isCompressed: true);
        var index = file.Slots().First().Index;
        return (index, file.Header.SlotOffset(index));
    }

    static void ChangeByte(string path, long offset)
    {
        using var file = File.OpenHandle(path, access: FileAccess.ReadWrite);
        RandomAccess.Write(file, [(byte)(SparseFile.Read(file, offset, 1)[0] ^ 0x40)], offset);
    }
}
