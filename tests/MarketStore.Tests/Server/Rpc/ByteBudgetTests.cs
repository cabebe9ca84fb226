using MarketStore.Server.Rpc;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MarketStore.Tests.Server.Rpc;

public class ByteBudgetTests
{
    readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_request_waits_until_its_bytes_are_free()
    {
        var budget = Budget(100);
        Assert.True(await budget.TryTakeAsync(80, default));

        var waiting = budget.TryTakeAsync(50, default).AsTask();
        Assert.False(waiting.IsCompleted);
        budget.Return(80);

        Assert.True(await waiting);
        Assert.Equal(50, budget.FreeBytes);
    }

    [Fact]
    public async Task Nobody_overtakes_one_who_waits()
    {
        var budget = Budget(100);
        await budget.TryTakeAsync(50, default);
        var large = budget.TryTakeAsync(100, default).AsTask();
        var small = budget.TryTakeAsync(10, default).AsTask();

        Assert.False(small.IsCompleted);
        Assert.False(budget.TryTake(1));
        budget.Return(50);
        Assert.True(await large);
        Assert.False(small.IsCompleted);
        budget.Return(100);
        Assert.True(await small);
    }

    [Fact]
    public async Task Waiting_ends_with_the_time_and_lets_the_next_one_in()
    {
        var budget = Budget(100);
        await budget.TryTakeAsync(50, default);
        var large = budget.TryTakeAsync(100, default).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(5));
        var small = budget.TryTakeAsync(10, default).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.False(await large);
        Assert.True(await small);
        Assert.Equal(40, budget.FreeBytes);
    }

    [Fact]
    public async Task A_client_that_leaves_takes_nothing_with_it()
    {
        var budget = Budget(100);
        await budget.TryTakeAsync(100, default);
        using var leaving = new CancellationTokenSource();
        var waiting = budget.TryTakeAsync(100, leaving.Token).AsTask();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        budget.Return(100);

        Assert.Equal(100, budget.FreeBytes);
    }

    [Fact]
    public async Task More_than_may_wait_are_refused_at_once()
    {
        var budget = Budget(10, maxWaiting: 1);
        await budget.TryTakeAsync(10, default);
        var waiting = budget.TryTakeAsync(1, default).AsTask();

        Assert.False(await budget.TryTakeAsync(1, default));
        budget.Return(10);
        Assert.True(await waiting);
    }

    [Fact]
    public async Task More_than_everything_counts_as_everything()
    {
        var budget = Budget(10);

        Assert.True(await budget.TryTakeAsync(1000, default));
        Assert.Equal(0, budget.FreeBytes);
        budget.Return(1000);
        Assert.Equal(10, budget.FreeBytes);
    }

    ByteBudget Budget(long capacity, int maxWaiting = 10) => new(capacity, maxWaiting, TimeSpan.FromSeconds(10), _clock);
}
