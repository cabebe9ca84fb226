using System.Runtime.InteropServices;
using System.Text;
using MarketStore.Cli.Loading;
using MarketStore.Cli.Stores;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Cli.Loading;

public sealed class ControlledLoadTests : IDisposable
{
    const string Mapped = "timeFormat: \"20060102 15:04:05\"\ncolumnNameMap: [Epoch, Bid, Ask]\n";

    readonly TemporaryDirectory _directory = new();
    readonly StringWriter _error = new();
    readonly CliServer _server = new() { Bucket = CliServer.Describe(RecordType.Variable, new("Bid", ElementType.Float32), new("Ask", ElementType.Float32)) };

    string DataPath => _directory.Combine("x.csv");

    string ControlPath => _directory.Combine("x.yaml");

    public void Dispose()
    {
        _error.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(Mapped, "20200106 09:30:00 500000,1.5,2\n")]
    [InlineData("firstRowHasColumnNames: true\ntimeFormat: 20060102 15:04:05\n", "Epoch, Bid, Ask\n20200106 09:30:00.5,1.5,2\n")]
    [InlineData("firstRowHasColumnNames: yes\ntimeFormat: 20060102 15:04:05\ncolumnNameMap: [Epoch, '', Ask]\n", "a,Bid,b\n20200106 09:30:00.5,1.5,2\n")]
    [InlineData("firstRowHasColumnNames: true\ntimeFormat: timestamp\n", "ask,more,EPOCH,bid\n2,x,1578303000.5,1.5\n")]
    [InlineData("firstRowHasColumnNames: true\ntimeFormat: 20060102 15:04:05\ntimeZone: US/Eastern\n", "Epoch-time,Bid,Epoch-date,Ask\n04:30:00.5,1.5,20200106,2\n")]
    [InlineData("columnNameMap: [Epoch, Bid, Ask]\n", "1/6/2020 9:30:00.5 AM,1.5,2\n")]
    [InlineData(Mapped, "20200106 09:30:00.5,1.5,2")]
    [InlineData(Mapped, "\n\"20200106 09:30:00.5\",\"1.5\",2,surplus\n\n")]
    [InlineData("columnNameMap: [Epoch, Bid, Bid, Ask]\ntimeFormat: 20060102 15:04:05\n", "20200106 09:30:00.5,9,1.5,2\n")]
    public async Task A_control_file_says_what_the_columns_are(string control, string data)
    {
        await LoadAsync(control, data);

        var write = Assert.Single(_server.Writes).Dataset!;
        Assert.Equal(["Epoch", "Bid", "Ask", "Nanoseconds"], write.Names);
        Assert.Equal([1578303000], MemoryMarshal.Cast<byte, long>(write.Data[0].Span).ToArray());
        Assert.Equal([1.5f], MemoryMarshal.Cast<byte, float>(write.Data[1].Span).ToArray());
        Assert.Equal([2f], MemoryMarshal.Cast<byte, float>(write.Data[2].Span).ToArray());
        Assert.Equal([500_000_000], MemoryMarshal.Cast<byte, int>(write.Data[3].Span).ToArray());
        Assert.Empty(_error.ToString());
    }

    [Theory]
    [InlineData(Mapped, "20200106 09:30:00,1,2\n20200106 09:31:00,1\n", "x.csv, line 2, 2 columns instead of 3")]
    [InlineData(Mapped, "20200106 09:30:00,1,2\n20200106 09:31:00,,2\n", "x.csv, line 2, column \"Bid\": the field is empty")]
    [InlineData(Mapped, "20200106 09:30:00,1,2\n20200106 09:31:00,1,two\n", "x.csv, line 2, column \"Ask\": \"two\" is no number")]
    [InlineData(Mapped, "20200106 09:30,1,2\n", "x.csv, line 1, column \"Epoch\": \"20200106 09:30\" is no time (time as 20060102 15:04:05, UTC without a zone)")]
    [InlineData(Mapped, "20200106 09:30:00 14,1,2\n", "x.csv, line 1, column \"Epoch\"")]
    [InlineData(Mapped, "", "x.csv is empty")]
    [InlineData("columnNameMap: [Epoch, Bid]\n", "1/6/2020 9:30:00 AM,1,2\n", "has no Ask, only Epoch, Bid")]
    [InlineData("columnNameMap: [Bid, Ask]\n", "1,2\n", "has no Epoch (or Epoch-date and Epoch-time)")]
    [InlineData("columnNameMap: [Epoch, Bid, Ask, More]\n", "1/6/2020 9:30:00 AM,1,2\n", "x.yaml: columnNameMap has 4 names, more than the 3 columns of")]
    [InlineData("timeFormat: 20060102\n", "20200106,1,2\n", "x.yaml: not enough info to map DB column names to csv file")]
    [InlineData("timeFormat: 15:04:05\ncolumnNameMap: [Epoch, Bid, Ask]\n", "09:30:00,1,2\n", "x.yaml: timeFormat \"15:04:05\" has no year")]
    [InlineData("columnNameMap: [Epoch]\ntimeZone: Mars\n", "x\n", "x.yaml, line 2: \"Mars\" is no time zone")]
    [InlineData("firstRowHasColumnNames: maybe\n", "x\n", "x.yaml, line 1: \"maybe\" is neither true nor false")]
    [InlineData("columnNameMap: Epoch\n", "x\n", "x.yaml, line 1: columnNameMap has to be a list of names")]
    [InlineData("- a\n", "x\n", "x.yaml, line 1: keys with values were expected")]
    [InlineData("a: [b\n", "x\n", "x.yaml, line ")]
    [InlineData("? [a]\n: b\n", "x\n", "x.yaml, line 1: a key must be a plain text")]
    public async Task What_is_wrong_is_told_with_its_place(string control, string data, string message)
    {
        var fault = await Assert.ThrowsAsync<MarketStoreException>(() => LoadAsync(control, data));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_file_that_is_deep_or_grows_when_it_is_written_out_is_refused_at_once()
    {
        var laughs = string.Join('\n', Enumerable.Range(0, 40).Select(level => level == 0 ? "a0: &a0 [x]" : $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]"));

        foreach (var control in new[] { $"{laughs}\n? *a39\n: b\n", $"a: {new string('[', 100_000)}", $"a: {new string('x', 2 << 20)}", $"a: *{new string('x', 100_000)}" })
        {
            var message = (await Assert.ThrowsAsync<MarketStoreException>(() => LoadAsync(control, "x\n"))).Message;
            Assert.Contains("x.yaml", message, StringComparison.Ordinal);
            Assert.InRange(message.Length, 1, 2_000);
        }
    }

    [Fact]
    public async Task A_key_that_is_given_twice_is_a_warning()
    {
        await LoadAsync($"timeFormat: x\n{Mapped}", "20200106 09:30:00,1,2\n");
        Assert.Equal($"warning: {ControlPath}, line 2: timeFormat: given twice; line 1 is ignored\n", _error.ToString());
    }

    [Fact]
    public async Task Bad_rows_are_passed_over_and_counted_if_that_is_wanted()
    {
        await LoadAsync(Mapped, "20200106 09:30:00,1,2\nx\n20200106 09:31:00,1,2\n", skipsBadRows: true);
        Assert.Equal(2, _server.StoredRows);
        Assert.StartsWith("skipped 1 bad row:\n", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_known_is_a_warning()
    {
        await LoadAsync(Mapped + "timezone: UTC\n", "20200106 09:30:00,1,2\n");
        Assert.Equal($"warning: {ControlPath}, line 3: the key \"timezone\" is not known\n", _error.ToString());
    }

    [Fact]
    public async Task A_bucket_has_to_be_there_before()
    {
        var fault = await Assert.ThrowsAsync<MarketStoreException>(() => LoadAsync(Mapped, "20200106 09:30:00,1,2\n", server: new CliServer()));
        Assert.StartsWith("error finding existing bucket: there is no A/1Min/X", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_cut_between_characters_and_told()
    {
        var server = new CliServer { Bucket = CliServer.Describe(RecordType.Fixed, new DataShape("Memo", ElementType.String16)) };

        await LoadAsync("timeFormat: 2006-01-02\ncolumnNameMap: [Epoch, Memo]\n", "2020-01-06,fifteen letters\U0001F37Aand more\n", server: server);

        var text = Encoding.UTF32.GetString(Assert.Single(server.Writes).Dataset!.Data[1].Span);
        Assert.Equal("fifteen letters\U0001F37A", text);
        Assert.StartsWith($"warning: 1 text was cut to what the column holds, the first in {DataPath}, line 1, column \"Memo\"", _error.ToString(), StringComparison.Ordinal);
    }

    async Task LoadAsync(string control, string data, bool skipsBadRows = false, CliServer? server = null)
    {
        await File.WriteAllTextAsync(DataPath, data);
        await File.WriteAllTextAsync(ControlPath, control);
        using var client = (server ?? _server).Connect();
        var options = new LoadOptions(DataPath, TimeBucketKey.Parse("A/1Min/X")) { ControlPath = ControlPath, SkipsBadRows = skipsBadRows };
        await new LoadRun(options, new RemoteStore(client), TextWriter.Null, _error, terminal: null).RunAsync(CancellationToken.None);
    }
}
