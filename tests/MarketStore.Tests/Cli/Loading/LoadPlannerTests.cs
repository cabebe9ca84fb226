using MarketStore.Cli.Loading;
using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Cli.Loading;

public sealed class LoadPlannerTests : IDisposable
{
    static readonly LoadOptions Options = new("x.csv", TimeBucketKey.Parse("A/1D/X"));

    static readonly BucketDescription Existing = new(2020, 0, [new("Epoch", ElementType.Int64), new("AdjClose", ElementType.Float32), new("Volume", ElementType.Int32)], RecordType.Fixed);

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("date,open,HIGH,low,Close,VOLUME,bid,ask,price,size,adjclose\n2020-01-06,1,1,1,1,1,1,1,1,1,1", "Epoch Open High Low Close Volume Bid Ask Price Size adjclose")]
    [InlineData("x,Timestamp\n1,2020-01-06", "x Epoch")]
    [InlineData("date,epoch,x\n5,1578303000,2", "date Epoch x")]
    [InlineData("day,x\n2020-01-06,2", "Epoch x")]
    [InlineData("x,day\n2,20200106", "x Epoch")]
    [InlineData(",x\n1578303000,2", "Epoch x")]
    [InlineData("Date,Time,x\n2020-01-06,09:30,2", "Epoch Epoch x")]
    [InlineData("date,time,x\n20200106,093000,2", "Epoch Epoch x")]
    [InlineData("date,x,\n2020-01-06,2,", "Epoch x -")]
    public void Columns_get_the_names_of_the_field(string csv, string names) => Assert.Equal(names, Names(Plan(csv)));

    [Theory]
    [InlineData("20200106\n20200107", "date as yyyyMMdd, UTC")]
    [InlineData("20200106\n20209999", "seconds since 1970")]
    [InlineData("0\n1578303000", "seconds since 1970")]
    [InlineData("0\n1578303000.5", "seconds since 1970")]
    [InlineData("0\n1578303000000", "milliseconds since 1970")]
    [InlineData("1578303000000000", "microseconds since 1970")]
    [InlineData("1578303000000000000", "nanoseconds since 1970")]
    [InlineData("oops\n2020-01-06\n2020-01-06T09:30Z", "ISO time, UTC without an offset")]
    public void The_form_of_times_is_judged_by_all_of_them(string times, string description) =>
        Assert.Equal(description, Plan($"x,time\n{string.Join('\n', times.Split('\n').Select(time => $"1,{time}"))}").Time.Reader.Description);

    [Theory]
    [InlineData("1\n2\n-3", "i8")]
    [InlineData("1\n\n2", "i8")]
    [InlineData("1\n2\n3.5", "f8")]
    [InlineData("1\nNaN", "f8")]
    [InlineData("1\n18446744073709551615", "f8")]
    [InlineData("1\noops", "i8")]
    public void The_type_of_a_column_is_judged_by_all_of_its_values(string values, string code) =>
        Assert.Equal(code, Plan($"date,x\n{string.Join('\n', values.Split('\n').Select(value => $"2020-01-06,{value}"))}").Columns.Single().Shape.Type.WireCode());

    [Fact]
    public void Types_and_names_can_be_given_in_any_case()
    {
        var plan = Plan("When,a,volume,b,c\n2020-01-06,1,2,3,x", Options with
        {
            Types = [("A", ElementType.Float32), ("Volume", ElementType.UInt32), ("b", null), ("C", ElementType.String16)],
            Renames = [("when", "Epoch"), ("a", "Alpha")],
        });

        Assert.Equal("Epoch Alpha Volume - c", Names(plan));
        Assert.Equal([ElementType.Float32, ElementType.UInt32, ElementType.String16], plan.Columns.Select(column => column.Shape.Type));
    }

    [Fact]
    public void A_bucket_that_exists_decides_names_types_and_columns()
    {
        var plan = Plan("date,volume,adjclose,extra\n2020-01-06,1.5,2,3", existing: Existing);

        Assert.Equal("Epoch Volume AdjClose -", Names(plan));
        Assert.Equal([ElementType.Int32, ElementType.Float32], plan.Columns.Select(column => column.Shape.Type));
        Assert.False(plan.IsNew);
    }

    [Fact]
    public void Ticks_that_exist_stay_ticks_and_take_their_nanoseconds_from_the_file()
    {
        var ticks = new BucketDescription(2020, 0, [new("Epoch", ElementType.Int64), new("Px", ElementType.Float64)], RecordType.Variable);

        var plan = Plan("epoch,px,nanoseconds\n1578303000,1,5", existing: ticks);

        Assert.Equal((RecordType.Variable, "Epoch Px Nanoseconds", ElementType.Int32), (plan.RecordType, Names(plan), plan.Columns[1].Shape.Type));
    }

    [Theory]
    [InlineData("a,b\n1,2", "x.csv has no column of times")]
    [InlineData("date,b\nsoon,2", "column \"date\" holds no dates or times that can be read, such as \"soon\" in line 2")]
    [InlineData("date\n2020-01-06", "nothing to load besides the times")]
    [InlineData("date,b\n2020-01-06,NYSE", "column \"b\" holds no numbers, such as \"NYSE\" in line 2: --column b=U16")]
    [InlineData("date,b\n2020-01-06,", "column \"b\" is empty in every row: --column b=skip")]
    [InlineData("date,\n2020-01-06,1", "column 2 has no name: --rename =NAME")]
    [InlineData("date,Close,CLOSE\n2020-01-06,1,2", "columns 2 and 3 would both be Close")]
    public void What_cannot_be_decided_is_told(string csv, string message) =>
        Assert.Contains(message, Assert.Throws<MarketStoreException>(() => Plan(csv)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_does_not_fit_the_bucket_is_told()
    {
        Refused("date,volume\n2020-01-06,1", Options, "A/1D/X exists and has AdjClose, which x.csv has not");
        Refused("date,volume,adjclose\n2020-01-06,1,1", Options with { WantsVariable = true }, "load it without --variable");
        Refused("date,volume,adjclose\n2020-01-06,1,1", Options with { Types = [("volume", ElementType.Float64)] }, "Volume of A/1D/X is i4, not f8");
    }

    [Fact]
    public void A_column_that_the_file_does_not_have_is_told_with_those_that_it_has()
    {
        Refused("date,a\n2020-01-06,1", Options with { Renames = [("b", "c")] }, "x.csv has no column \"b\", only date, a");
        Refused("date,a\n2020-01-06,1", Options with { Types = [("b", null)] }, "x.csv has no column \"b\", only date, a");
    }

    void Refused(string csv, LoadOptions options, string message) =>
        Assert.Contains(message, Assert.Throws<MarketStoreException>(() => Plan(csv, options, Existing)).Message, StringComparison.Ordinal);

    LoadPlan Plan(string csv, LoadOptions? options = null, BucketDescription? existing = null)
    {
        var path = _directory.Combine("x.csv");
        File.WriteAllText(path, csv);
        using var file = CsvFile.Open(path);
        return LoadPlanner.Plan(options ?? Options, FileSurvey.Take(file), existing);
    }

    static string Names(LoadPlan plan) => string.Join(' ', Enumerable.Range(0, plan.Header.Count).Select(column =>
        column == plan.Time.Column || column == plan.Time.ClockColumn ? "Epoch"
        : plan.LeftOut.ContainsKey(column) ? "-"
        : plan.Columns.Single(planned => planned.Column == column).Shape.Name));
}
