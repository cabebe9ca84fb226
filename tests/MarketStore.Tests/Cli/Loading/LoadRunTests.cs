using System.Runtime.InteropServices;
using MarketStore.Cli.Loading;
using MarketStore.Cli.Stores;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Cli.Loading;

public sealed class LoadRunTests : IDisposable
{
    const int BatchRows = 50_000;

    readonly TemporaryDirectory _directory = new();
    readonly StringWriter _output = new();
    readonly StringWriter _error = new();

    LoadOptions Options => new(_directory.Combine("x.csv"), TimeBucketKey.Parse("A/1Min/X"));

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_mapping_is_shown_before_the_rows_are_sent()
    {
        var server = new CliServer();

        await RunAsync(server, "date,close,exch\n2020-01-06,1.5,NYSE\n2020-01-07,2,NYSE\n", Options with { Types = [("exch", null)] });

        Assert.Equal(
            $"""
            {Options.Path} -> A/1Min/X (new, fixed records)
              date  -> Epoch  ISO time, UTC without an offset
              close -> Close  f8
              exch  -> -      left out: as asked
            loaded 2 rows into A/1Min/X

            """, _output.ToString());
        Assert.Empty(_error.ToString());
        var write = Assert.Single(server.Writes);
        Assert.False(write.IsVariableLength);
        Assert.Equal(["Epoch", "Close"], write.Dataset!.Names);
        Assert.Equal(["i8", "f8"], write.Dataset.Types);
        Assert.Equal([1578268800, 1578355200], Values<long>(write.Dataset.Data[0]));
        Assert.Equal([1.5, 2.0], Values<double>(write.Dataset.Data[1]));
        Assert.Equal("A/1Min/X", write.Dataset.StartIndex.Keys.Single());
    }

    [Fact]
    public async Task Ticks_carry_their_nanoseconds()
    {
        var server = new CliServer();

        await RunAsync(server, "time,price\n2020-01-06T09:30:00.25,1\n2020-01-06T09:30:01,2\n", Options with { WantsVariable = true });

        var write = Assert.Single(server.Writes);
        Assert.True(write.IsVariableLength);
        Assert.Equal(["Epoch", "Price", "Nanoseconds"], write.Dataset!.Names);
        Assert.Equal([250_000_000, 0], Values<int>(write.Dataset.Data[2]));
    }

    [Fact]
    public async Task Rows_are_sent_in_batches()
    {
        var server = new CliServer();

        await RunAsync(server, Rows(BatchRows + 1), Options);

        Assert.Equal([BatchRows, 1], server.Writes.Select(write => write.Dataset!.Length));
        Assert.Equal([BatchRows], Values<long>(server.Writes[1].Dataset!.Data[1]));
        Assert.EndsWith($"loaded {BatchRows + 1} rows into A/1Min/X\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2020-01-06,oops", "column \"x\": \"oops\" is no whole number (i8)")]
    [InlineData("2020-01-06,", "column \"x\": the field is empty")]
    [InlineData("soon,1", "column \"time\": \"soon\" is no time (ISO time, UTC without an offset)")]
    [InlineData("2020-01-06,1,2", "3 columns instead of 2: \"2020-01-06,1,2\"")]
    public async Task A_malformed_row_ends_the_load_with_its_line_column_and_text(string row, string problem)
    {
        var server = new CliServer();

        var exception = await Assert.ThrowsAsync<MarketStoreException>(() => RunAsync(server, $"{Rows(2)}{row}\n2020-01-06,4\n", Options));

        Assert.StartsWith($"{Options.Path}, line 4, {problem}; 2 rows were stored before it, nothing after it", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.StoredRows);
    }

    [Fact]
    public async Task Bad_rows_can_be_skipped_and_the_first_few_are_named()
    {
        var server = new CliServer();
        var bad = string.Concat(Enumerable.Repeat("2020-01-06,oops\n", 7));

        await RunAsync(server, $"{Rows(2)}{bad}2020-01-06,4\n", Options with { SkipsBadRows = true });

        Assert.Equal(3, server.StoredRows);
        var lines = _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("skipped 7 bad rows, the first of them:", lines[0]);
        Assert.Equal([4, 5, 6, 7, 8], lines[1..].Select(line => int.Parse(line.Split("line ")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_file_of_nothing_but_bad_rows_is_an_error()
    {
        var server = new CliServer();
        var options = Options with { SkipsBadRows = true, Types = [("x", ElementType.Float64)] };

        var exception = await Assert.ThrowsAsync<MarketStoreException>(() => RunAsync(server, "date,x\n2020-01-06,oops\n", options));

        Assert.EndsWith("no row could be read, nothing was stored", exception.Message, StringComparison.Ordinal);
        Assert.Contains("skipped 1 bad row:", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Writes);
    }

    [Fact]
    public async Task A_refused_write_tells_how_many_rows_were_stored_before()
    {
        var server = new CliServer { RefusedWrite = 2 };

        var exception = await Assert.ThrowsAsync<MarketStoreException>(() => RunAsync(server, Rows((2 * BatchRows) + 1), Options));

        Assert.Equal("the disk is full; 50000 rows were stored before", exception.Message);
    }

    [Fact]
    public async Task A_file_without_rows_loads_none()
    {
        var server = new CliServer();
        await RunAsync(server, "date,x\n", Options);
        Assert.Equal("loaded 0 rows into A/1Min/X\n", _output.ToString());
        Assert.Empty(server.Writes);
    }

    [Fact]
    public async Task Progress_is_shown_to_a_terminal_and_leaves_its_line_empty()
    {
        using var terminal = new StringWriter();
        File.WriteAllText(Options.Path, Rows(BatchRows + 1));
        using var client = new CliServer().Connect();

        await new LoadRun(Options, new RemoteStore(client), _output, _error, terminal).RunAsync(CancellationToken.None);

        Assert.Equal($"\r50,000 of 50,001 rows\r50,001 of 50,001 rows\r{new string(' ', 21)}\r", terminal.ToString());
    }

    [Fact]
    public async Task A_wide_file_is_sent_in_smaller_batches()
    {
        var server = new CliServer();
        const int Columns = 4_000;
        var header = $"date,{string.Join(',', Enumerable.Range(0, Columns).Select(column => $"c{column}"))}\n";
        var row = $"2020-01-06{string.Concat(Enumerable.Repeat(",1", Columns))}\n";

        await RunAsync(server, header + string.Concat(Enumerable.Repeat(row, 2_200)), Options);

        Assert.Equal(2_200, server.StoredRows);
        Assert.Equal(2, server.Writes.Count);
    }

    static string Rows(int count) => "time,x\n" + string.Concat(Enumerable.Range(0, count).Select(row => $"2020-01-06T09:30,{row}\n"));

    static T[] Values<T>(ReadOnlyMemory<byte> data)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(data.Span).ToArray();

    async Task RunAsync(CliServer server, string csv, LoadOptions options)
    {
        await File.WriteAllTextAsync(options.Path, csv);
        using var client = server.Connect();
        await new LoadRun(options, new RemoteStore(client), _output, _error, terminal: null).RunAsync(CancellationToken.None);
    }
}
