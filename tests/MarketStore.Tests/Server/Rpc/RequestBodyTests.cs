using System.Net;
using MarketStore.Server.Rpc;
using Xunit;

namespace MarketStore.Tests.Server.Rpc;

public class RequestBodyTests
{
    const int MaxBytes = 4 << 20;
    const int Capacity = 64 << 20;

    [Theory]
    [InlineData(0, null)]
    [InlineData(0, 0L)]
    [InlineData(1000, 1000L)]
    [InlineData(1000, null)]
    [InlineData(1 << 20, null)]
    [InlineData(MaxBytes, null)]
    [InlineData(MaxBytes, (long)MaxBytes)]
    public async Task A_body_is_read_whole_and_its_bytes_are_given_back(int length, long? announced)
    {
        var budgets = Budgets(Capacity);
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        using (var body = await RequestBody.ReadAsync(new MemoryStream(bytes), announced, MaxBytes, budgets, default))
            Assert.Equal(bytes, body.Bytes.ToArray());

        AssertAllFree(budgets, Capacity);
    }

    [Theory]
    [InlineData(null)]
    [InlineData((long)MaxBytes + 1)]
    [InlineData(long.MaxValue)]
    public async Task A_body_over_the_limit_is_refused(long? announced)
    {
        var budgets = Budgets(Capacity);

        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(
            () => RequestBody.ReadAsync(new MemoryStream(new byte[MaxBytes + 1]), announced, MaxBytes, budgets, default));

        Assert.Equal((int)HttpStatusCode.RequestEntityTooLarge, refusal.StatusCode);
        AssertAllFree(budgets, Capacity);
    }

    [Theory]
    [InlineData(500_000)] // within the share of small bodies
    [InlineData(3_000_000)] // from there into that of large ones
    public async Task A_growing_body_that_finds_no_room_is_refused(int length)
    {
        var budgets = Budgets(800_000);

        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(() => RequestBody.ReadAsync(new MemoryStream(new byte[length]), null, MaxBytes, budgets, default));

        Assert.Equal((int)HttpStatusCode.ServiceUnavailable, refusal.StatusCode);
        AssertAllFree(budgets, 800_000);
    }

    [Fact]
    public async Task Small_bodies_go_on_while_large_ones_hold_all_their_bytes()
    {
        var budgets = Budgets(Capacity);
        Assert.True(budgets.Large.TryTake(budgets.Large.FreeBytes));

        using var announced = await RequestBody.ReadAsync(new MemoryStream(new byte[1000]), 1000, MaxBytes, budgets, default);
        using var chunked = await RequestBody.ReadAsync(new MemoryStream(new byte[100_000]), null, MaxBytes, budgets, default);

        Assert.Equal(1000, announced.Bytes.Length);
        Assert.Equal(100_000, chunked.Bytes.Length);
    }

    [Fact]
    public async Task A_body_that_breaks_off_gives_its_bytes_back()
    {
        var budgets = Budgets(Capacity);

        await Assert.ThrowsAsync<IOException>(() => RequestBody.ReadAsync(new BrokenStream(), 2 << 20, MaxBytes, budgets, default));

        AssertAllFree(budgets, Capacity);
    }

    static BodyBudgets Budgets(long capacity) => new(new RpcOptions { MaxBytesInFlight = capacity }, TimeProvider.System);

    static void AssertAllFree(BodyBudgets budgets, long capacity) => Assert.Equal(capacity, budgets.Small.FreeBytes + budgets.Large.FreeBytes);

    sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("the client broke off");
    }
}
