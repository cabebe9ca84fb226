using MarketStore.Core.Errors;
using Xunit;

namespace MarketStore.Tests.Query;

/// <summary>Buckets that are removed while they are asked for.</summary>
public class RemovalRaceTests
{
    const int Rounds = 400;
    const string Kept = "A/1Min/OHLCV = Epoch:i8 0 | Close:f4 1";

    [Theory]
    [InlineData("A,B/1Min/OHLCV", Kept, $"{Kept}\nB/1Min/OHLCV = Epoch:i8 0 | Close:f4 1")]
    [InlineData("A,B/1H/OHLCV", "A/1H/OHLCV = Epoch:i8 0 | Close:f4 1", "A/1H/OHLCV = Epoch:i8 0 | Close:f4 1\nB/1H/OHLCV = Epoch:i8 0 | Close:f4 1")]
    [InlineData("B/1Min/OHLCV", "", "B/1Min/OHLCV = Epoch:i8 0 | Close:f4 1")]
    public async Task A_query_finds_them_or_leaves_them_out_and_never_fails_for_them(string destination, string without, string with)
    {
        await using var host = new QueryHost();
        await host.WriteBars("A/1Min/OHLCV", [0], 1);
        using var ended = new CancellationTokenSource();
        var asking = Task.Run(() =>
        {
            var answers = new HashSet<string>(StringComparer.Ordinal);
            while (!ended.IsCancellationRequested)
                answers.Add(Ask(host, destination));
            return answers;
        });
        for (var round = 0; round < Rounds; round++)
        {
            await host.WriteBars("B/1Min/OHLCV", [0], 1);
            await host.Database.DestroyAsync("B/1Min/OHLCV");
        }

        await ended.CancelAsync();
        Assert.Empty((await asking).Except([without, with]));
    }

    static string Ask(QueryHost host, string destination)
    {
        try
        {
            return host.Read(destination, "Close");
        }
        catch (MarketStoreException fault) when (fault.Kind == ErrorKind.NotFound && fault.Message.StartsWith("no results returned from query: Target: ", StringComparison.Ordinal))
        {
            return "";
        }
    }
}
