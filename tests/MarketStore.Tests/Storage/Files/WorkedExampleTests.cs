using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Core.Time;
using Xunit;

namespace MarketStore.Tests.Storage.Files;

/// <summary>The bytes of the format's worked examples, as they lie in the files after a clean stop.</summary>
public class WorkedExampleTests
{
    const int HeaderBytes = 37_024;
    const string Ticks = "TSLA/1Sec/TICK";
    const long TickSecond = 1_615_734_566;
    const long FirstBlock = 756_901_024;
    const long Triplet = 150_645_808;

    [Fact]
    public async Task The_header_of_a_fixed_bucket()
    {
        await using var db = await WithBarsAsync();
        var path = db.PathOf("AAPL", "1Min", "OHLCV", "2021.bin");

        Assert.Equal(16_856_224, new FileInfo(path).Length);
        var due = new byte[HeaderBytes];
        Put(due, 0x0, "02 00 00 00 00 00 00 00");
        Put(due, 0x8, "43 72 65 61 74 65 64 20 42 79 20 57 72 69 74 65 72");
        Put(due, 0x108, "e5 07 00 00 00 00 00 00");
        Put(due, 0x110, "00 58 47 f8 0d 00 00 00");
        Put(due, 0x118, "00 00 00 00 00 00 00 00");
        Put(due, 0x120, "05 00 00 00 00 00 00 00");
        Put(due, 0x128, "20 00 00 00 00 00 00 00");
        Put(due, 0x138, "4f 70 65 6e");
        Put(due, 0x158, "48 69 67 68");
        Put(due, 0x178, "4c 6f 77");
        Put(due, 0x198, "43 6c 6f 73 65");
        Put(due, 0x1b8, "56 6f 6c 75 6d 65");
        Put(due, 0x8138, "00 00 00 00 01");
        Assert.Equal(due, FileBytes.At(path, 0, HeaderBytes));
    }

    [Fact]
    public async Task The_header_of_a_variable_bucket()
    {
        await using var db = await WithTicksAsync();
        var path = db.PathOf("TSLA", "1Sec", "TICK", "2021.bin");

        var due = new byte[HeaderBytes];
        Put(due, 0x0, "02");
        Put(due, 0x8, Convert.ToHexString("Created By Writer"u8));
        Put(due, 0x108, "e5 07");
        Put(due, 0x110, "00 ca 9a 3b 00 00 00 00");
        Put(due, 0x118, "01 00");
        Put(due, 0x120, "02 00");
        Put(due, 0x128, "18 00");
        Put(due, 0x138, Convert.ToHexString("Bid"u8));
        Put(due, 0x158, Convert.ToHexString("Ask"u8));
        Assert.Equal(due, FileBytes.At(path, 0, HeaderBytes));
    }

    [Fact]
    public async Task Fixed_records()
    {
        await using var db = await WithBarsAsync();

        Assert.Equal(
            "8e 98 01 00 00 00 00 00 00 00 c0 3f 00 00 00 40 00 00 80 3f 00 00 e0 3f e8 03 00 00 00 00 00 00 "
            + "8f 98 01 00 00 00 00 00 00 00 20 40 00 00 40 40 00 00 00 40 00 00 30 40 ff ff ff ff 00 00 00 00",
            FileBytes.Hex(db.PathOf("AAPL", "1Min", "OHLCV", "2021.bin"), 3_383_872, 64));
    }

    [Fact]
    public async Task A_row_of_fields_that_are_not_aligned()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("X/1Min/MIX", Rows.Epoch(Zones.Seconds("2021-03-01T00:00:00Z")), Rows.I1("P", -3), Rows.Text("S", "hé"));
        await db.ReopenAsync();

        var due = new byte[80];
        Put(due, 0, "e1 4b 01 00 00 00 00 00 fd 68 00 00 00 e9 00 00 00");
        Assert.Equal(due, FileBytes.At(db.PathOf("X", "1Min", "MIX", "2021.bin"), 6_833_824, 80));
        Assert.Equal("Epoch:i8 1614556800 | P:i1 -3 | S:U16 hé", db.Read("X/1Min/MIX"));
    }

    [Fact]
    public async Task Daily_bars_of_January_1_lie_in_the_tail_of_the_header_and_come_back()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("X/1D/P", Rows.Epoch(Zones.Seconds("2021-01-01"), Zones.Seconds("2021-01-02")), Rows.F4("P", 1, 2));
        await db.ReopenAsync();

        var path = db.PathOf("X", "1D", "P", "2021.bin");
        Assert.Equal("00 00 00 00 00 00 00 00 00 00 80 3f 00 00 00 00", FileBytes.Hex(path, 37_008, 16));
        Assert.Equal("01 00 00 00 00 00 00 00 00 00 00 40 00 00 00 00", FileBytes.Hex(path, 37_024, 16));
        Assert.Equal("Epoch:i8 1609459200 1609545600 | P:f4 1 2", db.Read("X/1D/P"));
    }

    [Fact]
    public async Task A_variable_slot_through_four_writes()
    {
        await using var db = await WithTicksAsync();
        var path = db.PathOf("TSLA", "1Sec", "TICK", "2021.bin");
        Assert.Equal((FirstBlock, 26), TripletAt(path, Triplet));
        Assert.Equal(
            "18 5c 00 80 c8 42 00 80 ca 42 00 00 00 40 00 00 c9 42 00 00 cb 42 00 00 00 80",
            FileBytes.Hex(path, FirstBlock, 26));

        // Every later block goes to what was the end of the file; how well blocks are compressed is the compressor's affair.
        var end = new FileInfo(path).Length;
        await db.WriteAsync(Ticks, Rows.Epoch(TickSecond), Rows.F4("Bid", 100.75f), Rows.F4("Ask", 101.75f), Rows.Nanoseconds(750_000_000));
        await db.ReopenAsync();
        Assert.Equal((end, new FileInfo(path).Length - end), TripletAt(path, Triplet));

        end = new FileInfo(path).Length;
        await db.WriteAsync(Ticks, Rows.Epoch(TickSecond + 1), Rows.F4("Bid", 200), Rows.F4("Ask", 201), Rows.Nanoseconds(0));
        await db.ReopenAsync();
        Assert.Equal((end, 14), TripletAt(path, Triplet + 24));
        Assert.Equal("0c 2c 00 00 48 43 00 00 49 43 00 00 00 00", FileBytes.Hex(path, end, 14));

        end = new FileInfo(path).Length;
        await db.WriteAsync(Ticks, Rows.Epoch(TickSecond), Rows.F4("Bid", 99), Rows.F4("Ask", 98), Rows.Nanoseconds(1));
        await db.ReopenAsync();
        Assert.Equal(end, TripletAt(path, Triplet).Offset);

        // Sorted by ticks, whatever the order of arrival.
        using var file = new YearFile(path, isCompressed: true);
        var slots = file.Slots().ToList();
        Assert.Equal([6_275_367, 6_275_368], slots.Select(slot => slot.Index));
        Assert.Equal(
            [
                "0000C6420000C44204000000", "0080C8420080CA4200000040", "0000C9420000CB4200000080", "0080C9420080CB42000000C0",
            ],
            slots[0].Rows.Select(Convert.ToHexString));
        Assert.Equal(
            "Epoch:i8 1615734566 1615734566 1615734566 1615734566 1615734567 | Bid:f4 99 100.25 100.5 100.75 200 | Ask:f4 98 101.25 101.5 101.75 201 | Nanoseconds:i4 1 250000000 500000000 750000000 0",
            db.Read(Ticks));
    }

    [Fact]
    public async Task A_block_is_never_rewritten_in_place()
    {
        await using var db = await WithTicksAsync();
        var path = db.PathOf("TSLA", "1Sec", "TICK", "2021.bin");
        var before = FileBytes.At(path, FirstBlock, 26);

        await db.WriteAsync(Ticks, Rows.Epoch(TickSecond), Rows.F4("Bid", 100.75f), Rows.F4("Ask", 101.75f), Rows.Nanoseconds(750_000_000));
        await db.ReopenAsync();

        Assert.Equal(before, FileBytes.At(path, FirstBlock, 26));
    }

    [Fact]
    public async Task An_uncompressed_block()
    {
        await using var db = TestDatabase.Open(options => options with { CompressVariableRecords = false });
        var midnight = Zones.Seconds("2021-03-01");
        await db.WriteAsync("U/1Min/T", Rows.Epoch(midnight + 45, midnight + 15), Rows.F4("P", 3, 1), Rows.Nanoseconds(0, 0));
        await db.ReopenAsync();

        var path = db.PathOf("U", "1Min", "T", "2021.bin");
        Assert.Equal("e1 4b 01 00 00 00 00 00 a0 0b c1 00 00 00 00 00 10 00 00 00 00 00 00 00", FileBytes.Hex(path, 2_076_064, 24));
        Assert.Equal("00 00 80 3f 00 00 00 40 00 00 40 40 00 00 00 c0", FileBytes.Hex(path, 12_651_424, 16));
        Assert.Equal("Epoch:i8 1614556815 1614556845 | P:f4 1 3 | Nanoseconds:i4 0 0", db.Read("U/1Min/T"));
    }

    [Theory]
    [InlineData("1Min", RecordType.Variable, 2021, 12_651_424)]
    [InlineData("1Min", RecordType.Variable, 2020, 12_685_984)]
    [InlineData("1Sec", RecordType.Variable, 2021, 756_901_024)]
    [InlineData("1D", RecordType.Variable, 2021, 45_784)]
    [InlineData("1Min", RecordType.Fixed, 2021, 8_446_624)]
    [InlineData("1W", RecordType.Fixed, 2021, 37_856)]
    [InlineData("1Y", RecordType.Fixed, 2021, 37_040)]
    [InlineData("2Y", RecordType.Fixed, 2021, 37_024)]
    public async Task An_empty_year_has_the_documented_size_and_hardly_takes_space(string timeframe, RecordType recordType, int year, long bytes)
    {
        await using var db = TestDatabase.Open();
        await db.CreateAsync($"X/{timeframe}/P", recordType, year, new DataShape("Price", ElementType.Float32));

        var path = db.PathOf("X", timeframe, "P", $"{year}.bin");
        Assert.Equal(bytes, new FileInfo(path).Length);
        Assert.InRange(TestDatabase.AllocatedBytes(path), 1, 16_384);
        Assert.Equal("Default", YearFileOf(path).Description);
    }

    [Fact]
    public async Task Two_rows_at_the_ends_of_a_year_of_seconds_take_hardly_any_space()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("X/1Sec/P", Rows.Epoch(Zones.Seconds("2021-01-01"), Zones.Seconds("2021-12-31T23:59:59Z")), Rows.F8("P", 1, 2));
        await db.ReopenAsync();

        Assert.InRange(TestDatabase.AllocatedBytes(db.PathOf("X", "1Sec", "P", "2021.bin")), 1, 32_768);
    }

    [Fact]
    public async Task A_stopped_directory_is_one_that_the_reference_starts_on()
    {
        await using var db = await WithBarsAsync();
        await db.WriteAsync(Ticks, Rows.Epoch(TickSecond), Rows.F4("Bid", 1), Rows.Nanoseconds(7));
        await db.ReopenAsync(prepare: root => Assert.Empty(DataDirectoryCheck.Complaints(root)));
    }

    [Fact]
    public async Task Files_and_directories_have_the_documented_modes()
    {
        await using var db = await WithBarsAsync();

        if (OperatingSystem.IsWindows())
            return;
        // Umask may take bits away, never add any.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(db.PathOf("AAPL", "1Min", "OHLCV", "2021.bin")));
        const UnixFileMode others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(db.PathOf("AAPL", "1Min")) & others);
    }

    static async Task<TestDatabase> WithBarsAsync()
    {
        var db = TestDatabase.Open();
        Column[] columns = [
            Rows.Epoch(Zones.Seconds("2021-03-14T15:09:00Z"), Zones.Seconds("2021-03-14T15:10:00Z")),
            Rows.F4("Open", 1.5f, 2.5f), Rows.F4("High", 2, 3), Rows.F4("Low", 1, 2), Rows.F4("Close", 1.75f, 2.75f), Rows.I4("Volume", 1_000, -1),
        ];
        await db.WriteAsync("AAPL/1Min/OHLCV", columns);
        await db.ReopenAsync();
        return db;
    }

    static async Task<TestDatabase> WithTicksAsync()
    {
        var db = TestDatabase.Open();
        await db.WriteAsync(Ticks, Rows.Epoch(TickSecond, TickSecond), Rows.F4("Bid", 100.5f, 100.25f), Rows.F4("Ask", 101.5f, 101.25f), Rows.Nanoseconds(500_000_000, 250_000_000));
        await db.ReopenAsync();
        return db;
    }

    static (long Offset, long Length) TripletAt(string path, long offset)
    {
        var bytes = FileBytes.At(path, offset, 24);
        Assert.Equal(1 + ((offset - HeaderBytes) / 24), BitConverter.ToInt64(bytes, 0));
        return (BitConverter.ToInt64(bytes, 8), BitConverter.ToInt64(bytes, 16));
    }

    static YearFileHeader YearFileOf(string path)
    {
        using var file = new YearFile(path, isCompressed: true);
        return file.Header;
    }

    static void Put(byte[] target, int offset, string hex) => FileBytes.FromHex(hex).CopyTo(target, offset);
}
