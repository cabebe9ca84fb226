using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using Xunit;

namespace MarketStore.Tests.Storage.Catalog;

public class ColumnTests
{
    const string Bars = "A/1Min/B";

    [Fact]
    public async Task Columns_in_another_order_land_where_their_names_say()
    {
        await using var db = await WithBarsAsync();

        await db.WriteAsync(Bars, Rows.I4("Volume", 7), Rows.F4("Close", 6), Rows.Epoch(120), Rows.F4("Open", 5));

        Assert.Equal("Epoch:i8 60 120 | Open:f4 1 5 | Close:f4 2 6 | Volume:i4 3 7", db.Read(Bars));
    }

    [Fact]
    public async Task A_missing_column_is_an_error_that_shows_both_sides()
    {
        await using var db = await WithBarsAsync();

        await AssertRefusedAsync(
            () => db.WriteAsync(Bars, Rows.Epoch(120), Rows.F4("Open", 5), Rows.F4("Close", 6)),
            "unable to match data columns ([{Epoch INT64} {Open FLOAT32} {Close FLOAT32}]) to bucket columns ([{Epoch INT64} {Open FLOAT32} {Close FLOAT32} {Volume INT32}])");
    }

    [Fact]
    public async Task A_superfluous_or_misspelt_column_is_an_error()
    {
        await using var db = await WithBarsAsync();

        await AssertRefusedAsync(
            () => db.WriteAsync(Bars, Rows.Epoch(120), Rows.F4("Open", 5), Rows.F4("Close", 6), Rows.I4("Volume", 7), Rows.F4("Extra", 8)),
            "unable to match data columns ([{Epoch INT64} {Open FLOAT32} {Close FLOAT32} {Volume INT32} {Extra FLOAT32}]) to bucket columns (");
        await AssertRefusedAsync(() => db.WriteAsync(Bars, Rows.Epoch(120), Rows.F4("open", 5), Rows.F4("Close", 6), Rows.I4("Volume", 7)), "unable to match data columns");
        await AssertRefusedAsync(
            () => db.WriteAsync(Bars, Rows.Epoch(120), Rows.F4("Open", 5), Rows.F4("Open", 5), Rows.F4("Close", 6), Rows.I4("Volume", 7)), "unable to match data columns");
        Assert.Equal("Epoch:i8 60 | Open:f4 1 | Close:f4 2 | Volume:i4 3", db.Read(Bars));
    }

    [Fact]
    public async Task Another_type_is_converted_to_that_of_the_bucket_or_refused_with_column_and_row()
    {
        await using var db = await WithBarsAsync();

        await db.WriteAsync(Bars, Rows.Epoch(120), Rows.F8("Open", 1.25), Rows.I8("Close", 6), Rows.F8("Volume", 7));
        await AssertRefusedAsync(
            () => db.WriteAsync(Bars, Rows.Epoch(180, 240), Rows.F4("Open", 5, 5), Rows.F4("Close", 6, 6), Rows.F8("Volume", 7, 7.5)),
            "column Volume, row 1: 7.5 does not fit INT32 without loss");

        Assert.Equal("Epoch:i8 60 120 | Open:f4 1 1.25 | Close:f4 2 6 | Volume:i4 3 7", db.Read(Bars));
    }

    [Fact]
    public async Task Epoch_must_be_there_and_of_its_type()
    {
        await using var db = await WithBarsAsync();
        foreach (var key in (string[])[Bars, "NEW/1Min/B"])
        {
            await AssertRefusedAsync(() => db.WriteAsync(key, Rows.F4("Open", 5)), "unexpected data type for Epoch column");
            await AssertRefusedAsync(() => db.WriteAsync(key, Rows.I4("Epoch", 120), Rows.F4("Open", 5)), "unexpected data type for Epoch column");
            await AssertRefusedAsync(() => db.WriteAsync(key, Rows.I8("epoch", 120), Rows.F4("Open", 5)), "unexpected data type for Epoch column");
        }

        Assert.Equal([Bars], db.Database.ListBuckets().Select(bucket => bucket.ToString()));
    }

    [Fact]
    public async Task Nanoseconds_must_be_of_their_type()
    {
        await using var db = TestDatabase.Open();

        await AssertRefusedAsync(() => db.WriteAsync("T/1Sec/T", Rows.Epoch(120), Rows.F4("Bid", 5), Rows.I8("Nanoseconds", 5)), "unexpected data type for Nanoseconds column");
        Assert.Empty(db.Database.ListBuckets());
    }

    [Fact]
    public async Task Nanoseconds_beyond_a_second_move_the_row()
    {
        await using var db = TestDatabase.Open();

        await db.WriteAsync("T/1Sec/T", Rows.Epoch(120, 120, 120), Rows.F4("Bid", 1, 2, 3), Rows.Nanoseconds(-1, 2_000_000_000, 5));

        Assert.Equal("Epoch:i8 119 120 122 | Bid:f4 1 3 2 | Nanoseconds:i4 999999999 5 0", db.Read("T/1Sec/T"));
    }

    [Fact]
    public async Task Nanoseconds_of_a_fixed_bucket_are_an_ordinary_column()
    {
        await using var db = TestDatabase.Open();
        await db.CreateAsync("F/1Sec/T", RecordType.Fixed, 1970, new DataShape("Bid", ElementType.Float32), new DataShape("Nanoseconds", ElementType.Int32));

        await db.Database.WriteAsync([new(TimeBucketKey.Parse("F/1Sec/T"), Rows.Of(Rows.Epoch(120), Rows.F4("Bid", 1), Rows.Nanoseconds(1_500_000_000)), IsVariable: false)]);

        Assert.Equal("Epoch:i8 121 | Bid:f4 1 | Nanoseconds:i4 1500000000", db.Read("F/1Sec/T"));
    }

    [Fact]
    public async Task The_record_type_of_a_bucket_that_exists_wins_over_that_of_a_write()
    {
        await using var db = await WithBarsAsync();

        await db.WriteAsync(Bars, Rows.Epoch(120, 120), Rows.F4("Open", 5, 6), Rows.F4("Close", 6, 7), Rows.I4("Volume", 7, 8), Rows.Nanoseconds(1, 2));

        Assert.Equal("Epoch:i8 60 120 | Open:f4 1 6 | Close:f4 2 7 | Volume:i4 3 8", db.Read(Bars));
    }

    [Fact]
    public async Task A_write_without_Nanoseconds_into_a_bucket_of_ticks_stores_whole_seconds()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("T/1Sec/T", Rows.Epoch(120), Rows.F4("Bid", 1), Rows.Nanoseconds(5));

        await db.WriteAsync("T/1Sec/T", Rows.Epoch(120, 120), Rows.F4("Bid", 2, 2));

        Assert.Equal("Epoch:i8 120 120 120 | Bid:f4 2 2 1 | Nanoseconds:i4 0 0 5", db.Read("T/1Sec/T"));
    }

    [Theory]
    [MemberData(nameof(BadColumns))]
    public async Task Columns_that_no_header_can_hold_are_refused_before_any_file_is_made(DataShape[] columns, string due)
    {
        await using var db = TestDatabase.Open();

        await AssertRefusedAsync(() => db.CreateAsync("N/1Min/B", RecordType.Fixed, 2021, columns), due);
        await AssertRefusedAsync(
            () => db.WriteAsync("N/1Min/B", [Rows.Epoch(60), .. columns.Select(column => new Column(column.Name, column.Type, new byte[column.Type.SizeInBytes()]))]), due);

        Assert.Empty(Directory.EnumerateDirectories(db.Root));
        Assert.Empty(db.Database.ListBuckets());
        Assert.Empty(db.Database.ListSymbols());
    }

    public static TheoryData<DataShape[], string> BadColumns() => new()
    {
        { [.. Enumerable.Range(0, 1_025).Select(number => new DataShape($"C{number}", ElementType.Byte))], "1025 columns are more than the 1024 that a year file can hold" },
        { [new(new string('x', 33), ElementType.Float32)], "is longer than 32 bytes" },
        { [new(new string('é', 17), ElementType.Float32)], "is longer than 32 bytes" },
        { [new("A", ElementType.Float32), new("B", ElementType.Float32), new("A", ElementType.Int32)], "the column name \"A\" is given twice" },
        { [new("", ElementType.Float32)], "a column has no name" },
        { [new("A\0", ElementType.Float32)], "a column name holds a NUL character" },
    };

    [Theory]
    [InlineData(ElementType.Epoch)]
    [InlineData(ElementType.None)]
    [InlineData(ElementType.String)]
    [InlineData((ElementType)15)]
    public async Task A_type_that_cannot_be_stored_is_refused(ElementType type)
    {
        await using var db = TestDatabase.Open();

        await AssertRefusedAsync(() => db.CreateAsync("N/1Min/B", RecordType.Fixed, 2021, new DataShape("A", type)), "which cannot be stored");
    }

    [Fact]
    public async Task As_many_columns_with_as_long_names_as_a_header_holds_come_back()
    {
        await using var db = TestDatabase.Open();
        var names = Enumerable.Range(0, 1_024).Select(number => $"é{number:d30}").ToArray();

        await db.WriteAsync("N/1Min/B", [Rows.Epoch(60), .. names.Select((name, number) => Rows.I2(name, (short)number))]);
        await db.ReopenAsync();
        await db.WriteAsync("N/1Min/B", [.. names.Select((name, number) => Rows.I2(name, (short)-number)), Rows.Epoch(120)]);

        Assert.Equal($"Epoch:i8 60 120 | {names[1_023]}:i2 1023 -1023 | {names[7]}:i2 7 -7", db.Read("N/1Min/B", columns: [names[1_023], names[7]]));
    }

    [Fact]
    public async Task A_bucket_may_have_no_columns_at_all()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("N/1Min/B", Rows.Epoch(60, 180));
        await db.WriteAsync("T/1Min/B", Rows.Epoch(60, 60), Rows.Nanoseconds(0, 0));
        await db.ReopenAsync();

        Assert.Equal("N/1Min/B = Epoch:i8 60 180\nT/1Min/B = Epoch:i8 60 60 | Nanoseconds:i4 0 0", db.ReadAll());
    }

    [Fact]
    public async Task Columns_named_Epoch_are_never_stored_and_Nanoseconds_not_of_ticks()
    {
        await using var db = TestDatabase.Open();
        DataShape[] columns = [new("Epoch", ElementType.Int64), new("Bid", ElementType.Float32), new("Nanoseconds", ElementType.Int32)];
        await db.CreateAsync("T/1Sec/T", RecordType.Variable, 2021, columns);
        await db.CreateAsync("F/1Sec/T", RecordType.Fixed, 2021, columns);

        Assert.Equal(["Bid"], ColumnsOf(db, "T/1Sec/T"));
        Assert.Equal(["Bid", "Nanoseconds"], ColumnsOf(db, "F/1Sec/T"));
    }

    static string[] ColumnsOf(TestDatabase db, string key) =>
        db.Database.TryGetBucket(TimeBucketKey.Parse(key), out var bucket) ? [.. bucket.Columns.Select(column => column.Name)] : [];

    static async Task<TestDatabase> WithBarsAsync()
    {
        var db = TestDatabase.Open();
        await db.WriteAsync(Bars, Rows.Epoch(60), Rows.F4("Open", 1), Rows.F4("Close", 2), Rows.I4("Volume", 3));
        return db;
    }

    static async Task AssertRefusedAsync(Func<Task> act, string due)
    {
        var error = await Assert.ThrowsAsync<MarketStoreException>(act);
        Assert.Equal(ErrorKind.InvalidRequest, error.Kind);
        Assert.Contains(due, error.Message, StringComparison.Ordinal);
    }
}
