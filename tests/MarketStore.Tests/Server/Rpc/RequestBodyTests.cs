using System.Net;
using MarketStore.Server.Rpc;
using Xunit;

namespace MarketStore.Tests.Server.Rpc;

public class RequestBodyTests
{
    static readonly RpcOptions Options = new() { MaxRequestBytes = 1 << 20 };

    [Theory]
    [InlineData(0, null)]
    [InlineData(0, 0L)]
    [InlineData(1000, 1000L)]
    [InlineData(1000, null)]
    [InlineData(1 << 20, null)]
    [InlineData(1 << 20, 1L << 20)]
    public async Task A_body_is_read_whole_and_its_bytes_are_given_back(int length, long? announced)
    {
        var budget = Budget(4 << 20);
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        using (var body = await RequestBody.ReadAsync(new MemoryStream(bytes), announced, Options, budget, default))
            Assert.Equal(bytes, body.Bytes.ToArray());

        Assert.Equal(4 << 20, budget.FreeBytes);
    }

    [Theory]
    [InlineData(null)]
    [InlineData((1L << 20) + 1)]
    [InlineData(long.MaxValue)]
    public async Task A_body_over_the_limit_is_refused(long? announced)
    {
        var budget = Budget(4 << 20);

        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(
            () => RequestBody.ReadAsync(new MemoryStream(new byte[(1 << 20) + 1]), announced, Options, budget, default));

        Assert.Equal((int)HttpStatusCode.RequestEntityTooLarge, refusal.StatusCode);
        Assert.Equal(4 << 20, budget.FreeBytes);
    }

    [Fact]
    public async Task A_growing_body_that_finds_no_room_is_refused()
    {
        var budget = Budget(100_000);

        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(() => RequestBody.ReadAsync(new MemoryStream(new byte[500_000]), null, Options, budget, default));

        Assert.Equal((int)HttpStatusCode.ServiceUnavailable, refusal.StatusCode);
        Assert.Equal(100_000, budget.FreeBytes);
    }

    static ByteBudget Budget(long capacity) => new(capacity, maxWaiting: 10, TimeSpan.FromSeconds(10), TimeProvider.System);
}
