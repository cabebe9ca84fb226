using System.Diagnostics;
using MarketStore.Core.Errors;
using MarketStore.Sql;
using Xunit;

namespace MarketStore.Tests.Sql;

/// <summary>No statement takes more than its share of time and memory, whatever it says.</summary>
public class SqlBoundTests
{
    static readonly SqlOptions Small = new() { Threads = 1, MemoryBytes = 64 << 20, MaxResultBytes = 8 << 20, MaxStatements = 2, Timeout = TimeSpan.FromSeconds(2) };

    public static TheoryData<string, string> Hostile => new()
    {
        { "SELECT count(*) AS n FROM range(1000000) a, range(1000000) b, range(1000000) c", "took longer than 2 s" },
        { "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r", "took longer than 2 s" },
        { "WITH RECURSIVE r(n) AS (SELECT 'x' UNION ALL SELECT n || n FROM r) SELECT max(length(n)) FROM r", "SQL error" },
        { "SELECT * FROM range(100000000)", "too large for one statement" },
        { "SELECT repeat('x', 1000000000)", "SQL error" },
        { "SELECT list(n) FROM range(1000000000) t(n)", "SQL error" },
        { $"SELECT {new string('(', 1_000_000)}1{new string(')', 1_000_000)}", "SQL error" },
        { $"SELECT {string.Concat(Enumerable.Repeat("CASE WHEN ", 100_000))}true{string.Concat(Enumerable.Repeat(" THEN 1 END", 100_000))}", "SQL error" },
        { $"SELECT {string.Concat(Enumerable.Repeat("- ", 500_000))}1", "SQL error" },
        { $"SELECT {new string('[', 500_000)}1{new string(']', 500_000)}", "SQL error" },
        { $"SELECT {string.Join(" + ", Enumerable.Repeat("1", 1_000_000))}", "SQL error" },
        { $"SELECT 1 WHERE {string.Join(' ', Enumerable.Repeat("NOT", 500_000))} true", "SQL error" },
        { $"{string.Concat(Enumerable.Repeat("SELECT * FROM (", 2_000))}SELECT 1{new string(')', 2_000)}", "SQL error" },
        { $"SELECT gap('1Min') AS g, 1 FROM {string.Concat(Enumerable.Repeat("(SELECT count(*) FROM ", 100_000))}", "took longer than 2 s" },
        { $"SELECT 1 FROM {string.Concat(Enumerable.Repeat("(SELECT count(*) FROM ", 100_000))}", "SQL error" },
        { $"{string.Concat(Enumerable.Repeat("EXPLAIN ", 1_000))}SELECT 1", "no more than 64 levels" },
        { $"SELECT * FROM {string.Join(", ", Enumerable.Range(0, 100).Select(n => $"`A/1Min/P` t{n}"))}", "64 tables at most" },
        { "SELECT '" + new string('x', 5_000_000) + "'", "4194304 are allowed" },
        { "SELECT \0", "SQL error" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_hostile_statement_ends_in_an_error(string statement, string why)
    {
        await using var host = new SqlHost(options: Small);
        await host.WriteMinutes("A/1Min/P", 0, 3);
        var watch = Stopwatch.StartNew();

        Assert.Contains(why, (await Assert.ThrowsAnyAsync<MarketStoreException>(() => host.Run(statement))).Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.Equal("Close:f4 1", await host.Run("SELECT Close FROM `A/1Min/P` WHERE Close = 1"));
    }

    [Fact]
    public async Task A_list_of_a_hundred_thousand_values_is_carried_out()
    {
        await using var host = new SqlHost();
        await host.WriteMinutes("A/1Min/P", 0, 3);

        Assert.Equal("Epoch:i8 1700000000 | n:i8 3", await host.Run($"SELECT count(*) AS n FROM `A/1Min/P` WHERE Epoch IN ({string.Join(", ", Enumerable.Range(0, 100_000).Select(n => n * 60))})"));
    }

    [Fact]
    public async Task A_statement_ends_when_its_client_leaves()
    {
        await using var host = new SqlHost(options: Small with { Timeout = TimeSpan.FromSeconds(40) });
        using var client = new CancellationTokenSource();
        var statement = host.Run("SELECT count(*) AS n FROM range(1000000) a, range(1000000) b, range(1000000) c", client.Token);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => statement.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("one:i4 1", await host.Run("SELECT 1 AS one"));
    }

    [Fact]
    public async Task Statements_beyond_the_number_allowed_wait_for_their_turn()
    {
        await using var host = new SqlHost(options: Small with { MaxStatements = 1, Timeout = TimeSpan.FromSeconds(40) });
        using var client = new CancellationTokenSource();
        var first = host.Run("SELECT count(*) AS n FROM range(1000000) a, range(1000000) b, range(1000000) c", client.Token);
        var second = host.Run("SELECT 1 AS one");
        Assert.False(second.IsCompleted);
        await client.CancelAsync();

        Assert.Equal("one:i4 1", await second.WaitAsync(TimeSpan.FromSeconds(60)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task Statements_run_side_by_side()
    {
        await using var host = new SqlHost();
        await host.WriteMinutes("A/1Min/P", 0, 1_000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => Task.Run(() => host.Run($"SELECT count(*) AS n FROM `A/1Min/P` WHERE Close >= {n * 10}"))));

        Assert.Equal(Enumerable.Range(0, 64).Select(n => $"Epoch:i8 1700000000 | n:i8 {1_000 - (n * 10)}"), answers);
    }
}
