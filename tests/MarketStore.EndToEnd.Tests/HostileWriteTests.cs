using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

public sealed class HostileWriteTests(HostileServer server) : IClassFixture<HostileServer>
{
    const string Key = "NEW/1Min/BARS";

    /// <summary>Ways to spoil a good dataset, each by its name.</summary>
    static readonly Dictionary<string, Action<Dictionary<string, object?>>> Spoilers = new()
    {
        ["more rows than data"] = dataset => dataset["lengths"] = Map(Key, 11L),
        ["as many rows as a number can say"] = dataset => dataset["lengths"] = Map(Key, long.MaxValue),
        ["a first row behind the data"] = dataset => dataset["startindex"] = Map(Key, 5L),
        ["a first row far behind the data"] = dataset => dataset["startindex"] = Map(Key, long.MaxValue),
        ["a first row before the data"] = dataset => dataset["startindex"] = Map(Key, -1L),
        ["a blob that ends within a value"] = dataset => dataset["data"] = new List<object?> { Data(dataset, 0), Data(dataset, 1)[..^1] },
        ["a blob with too few values"] = dataset => dataset["data"] = new List<object?> { Data(dataset, 0), Data(dataset, 1)[..8] },
        ["no columns"] = dataset => dataset["types"] = dataset["names"] = dataset["data"] = new List<object?>(),
        ["fewer types than names"] = dataset => dataset["types"] = new List<object?> { "i8" },
        ["fewer names than types"] = dataset => dataset["names"] = new List<object?> { "Epoch" },
        ["fewer blobs than names"] = dataset => dataset["data"] = new List<object?> { Data(dataset, 0) },
        ["an unknown type"] = dataset => dataset["types"] = new List<object?> { "i8", "q9" },
        ["a type with a byte order"] = dataset => dataset["types"] = new List<object?> { "i8", "<f4" },
        ["an empty type"] = dataset => dataset["types"] = new List<object?> { "i8", "" },
        ["no Epoch"] = dataset => dataset["names"] = new List<object?> { "Time", "Px" },
        ["an Epoch of floats"] = dataset => dataset["types"] = new List<object?> { "f8", "f4" },
        ["Nanoseconds of floats"] = dataset => dataset["names"] = new List<object?> { "Epoch", "Nanoseconds" },
        ["an empty name"] = dataset => dataset["names"] = new List<object?> { "Epoch", "" },
        ["a name longer than a header holds"] = dataset => dataset["names"] = new List<object?> { "Epoch", new string('n', 33) },
        ["times that no year file can have"] = dataset => dataset["data"] = new List<object?> { Repeat(long.MaxValue), Data(dataset, 1) },
        ["times before all years"] = dataset => dataset["data"] = new List<object?> { Repeat(long.MinValue), Data(dataset, 1) },
        ["more columns than a header holds"] = AddColumns,
    };

    public static TheoryData<string> SpoilerNames => [.. Spoilers.Keys];

    [Theory, MemberData(nameof(SpoilerNames))]
    public async Task A_dataset_that_makes_no_sense_is_refused_and_leaves_nothing(string name)
    {
        var dataset = HostileServer.GoodDataset(Key);
        Spoilers[name](dataset);

        Assert.NotEmpty(Assert.IsType<string>(await WriteErrorAsync(dataset)));
        Assert.NotNull(await server.Rpc.ErrorAsync("DataService.Query", Requests.Of(Requests.Query(Key))));
        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task A_write_without_a_dataset_is_refused()
    {
        Assert.NotNull(await server.Rpc.ErrorAsync("DataService.Write", Requests.Of(new Dictionary<string, object?> { ["is_variable_length"] = true })));
        await server.ShouldLiveAsync();
    }

    [Theory]
    [InlineData("../1Min/BARS")]
    [InlineData("../../1Min/BARS")]
    [InlineData("NEW/../BARS")]
    [InlineData("NEW/1Min/..")]
    [InlineData("./1Min/BARS")]
    [InlineData("/tmp/1Min/BARS")]
    [InlineData("NEW/1Min")]
    [InlineData("NEW")]
    [InlineData("")]
    [InlineData("//")]
    [InlineData("NEW/1Min/BARS/MORE")]
    [InlineData("NEW\\..\\x/1Min/BARS")]
    [InlineData("NEW\0/1Min/BARS")]
    [InlineData("NEW\n/1Min/BARS")]
    [InlineData("A,B/1Min/BARS")]
    [InlineData("*/1Min/BARS")]
    [InlineData("NEW/1Fortnight/BARS")]
    [InlineData("NEW/0Min/BARS")]
    [InlineData("NEW/-1Min/BARS")]
    public async Task A_bad_key_is_refused_by_every_method_and_touches_nothing(string key)
    {
        var before = Entries();

        Assert.NotNull(await WriteErrorAsync(HostileServer.GoodDataset(key)));
        Assert.NotNull(await server.Rpc.ErrorAsync("DataService.Create", Requests.Of(Requests.Create(key, isVariable: false, ("Px", "f4")))));
        Assert.NotNull(await server.Rpc.ErrorAsync("DataService.Destroy", Requests.Of(Requests.Key(key))));

        Assert.Equal(before, Entries());
        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task A_name_as_long_as_no_file_may_be_is_refused()
    {
        var before = Entries();
        Assert.NotNull(await WriteErrorAsync(HostileServer.GoodDataset(new string('N', 5000) + "/1Min/BARS")));
        Assert.Equal(before, Entries());
        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task Columns_of_the_same_name_are_refused_or_kept_apart()
    {
        var dataset = HostileServer.GoodDataset("TWICE/1Min/BARS");
        dataset["types"] = new List<object?> { "i8", "f4", "f4" };
        dataset["names"] = new List<object?> { "Epoch", "Px", "Px" };
        dataset["data"] = new List<object?> { Data(dataset, 0), Data(dataset, 1), new byte[40] };

        if (await WriteErrorAsync(dataset) is null)
        {
            var columns = await ReadAsync("TWICE/1Min/BARS");
            Assert.Equal(["Epoch", "Px", "Px0"], columns.Select(column => column.Name));
            Assert.Equal(100f, columns[1].As<float>()[0]);
            Assert.Equal(0f, columns[2].As<float>()[0]);
        }

        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task Floats_that_are_no_numbers_pass_unharmed()
    {
        float[] narrow = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, BitConverter.UInt32BitsToSingle(0x7FA00001)];
        double[] wide = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, BitConverter.UInt64BitsToDouble(0xFFF4000000000001)];
        var dataset = Requests.Dataset(
            ["NAN/1Min/BARS"],
            TypedColumn.Of("Epoch", Enumerable.Range(0, narrow.Length).Select(row => 1_600_000_020L + 60 * row).ToArray()),
            TypedColumn.Of("Narrow", narrow),
            TypedColumn.Of("Wide", wide));

        Assert.Null(await WriteErrorAsync(dataset));

        var columns = await ReadAsync("NAN/1Min/BARS");
        Assert.Equal(Data(dataset, 1), columns.Single(column => column.Name == "Narrow").Bytes);
        Assert.Equal(Data(dataset, 2), columns.Single(column => column.Name == "Wide").Bytes);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    [InlineData(1.5)]
    public async Task A_float_that_an_integer_column_cannot_hold_is_refused(double value)
    {
        var integers = Requests.Dataset(["INT/1Min/BARS"], TypedColumn.Of("Epoch", 1_600_000_020L), TypedColumn.Of("Size", 7));
        var floats = Requests.Dataset(["INT/1Min/BARS"], TypedColumn.Of("Epoch", 1_600_000_020L), TypedColumn.Of("Size", value));
        Assert.Null(await WriteErrorAsync(integers));

        Assert.Contains("Size", await WriteErrorAsync(floats), StringComparison.Ordinal);

        Assert.Equal(7, (await ReadAsync("INT/1Min/BARS"))[1].As<int>()[0]);
    }

    [Fact]
    public async Task A_bucket_can_be_destroyed_while_others_write_and_read_it()
    {
        const string key = "RACE/1Min/BARS";
        const int rounds = 100;
        var answers = await Task.WhenAll(
            RepeatAsync(rounds, "DataService.Write", Requests.Of(Requests.Write(HostileServer.GoodDataset(key)))),
            RepeatAsync(rounds, "DataService.Query", Requests.Of(Requests.Query(key))),
            RepeatAsync(rounds, "DataService.Query", Requests.Of(Requests.Query("*/1Min/BARS", ("columns", new List<object?> { "Px" })))),
            RepeatAsync(rounds, "DataService.Destroy", Requests.Of(Requests.Key(key))));

        Assert.Equal(4 * rounds, answers.Sum());
        Assert.Null(await WriteErrorAsync(HostileServer.GoodDataset(key)));
        Assert.Equal(10, (await ReadAsync(key))[0].As<long>().Length);
        await server.ShouldLiveAsync();
    }

    /// <summary>Every call gets an answer, be it an error: the number of them.</summary>
    async Task<int> RepeatAsync(int rounds, string method, object parameters)
    {
        var answered = 0;
        for (; answered < rounds; answered++)
            await server.Rpc.ErrorAsync(method, parameters);
        return answered;
    }

    Task<string?> WriteErrorAsync(Dictionary<string, object?> dataset) => server.Rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(dataset)));

    async Task<IReadOnlyList<DatasetColumn>> ReadAsync(string key)
    {
        var result = await server.Rpc.ResultAsync("DataService.Query", Requests.Of(Requests.Query(key)));
        return Dataset.ByKey(Plain.Map(Plain.List(result["responses"], "responses")[0], "a response")["result"]).Values.Single();
    }

    /// <summary>All that is in the data directory but the logs, which come and go.</summary>
    List<string> Entries() =>
        [.. Directory.EnumerateFileSystemEntries(server.DataDirectory, "*", SearchOption.AllDirectories).Where(path => Path.GetExtension(path) is not (".walfile" or ".mslog")).Order(StringComparer.Ordinal)];

    static Dictionary<string, object?> Map(string key, object? value) => new() { [key] = value };

    static byte[] Data(Dictionary<string, object?> dataset, int column) => (byte[])((List<object?>)dataset["data"]!)[column]!;

    static byte[] Repeat(long epoch) => [.. Enumerable.Repeat(BitConverter.GetBytes(epoch), 10).SelectMany(bytes => bytes)];

    static void AddColumns(Dictionary<string, object?> dataset)
    {
        var epoch = Data(dataset, 0);
        dataset["names"] = new List<object?> { "Epoch" }.Concat(Enumerable.Range(0, 1025).Select(number => $"C{number}")).ToList();
        dataset["types"] = new List<object?> { "i8" }.Concat(Enumerable.Repeat<object?>("f4", 1025)).ToList();
        dataset["data"] = new List<object?> { epoch }.Concat(Enumerable.Repeat<object?>(new byte[40], 1025)).ToList();
    }
}
