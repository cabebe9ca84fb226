using MarketStore.Storage.Files;
using Xunit;

namespace MarketStore.Tests.Storage.Files;

public class TornBytesTests
{
    [Theory]
    [InlineData(new byte[] { 7, 0, 8 }, false)]
    [InlineData(new byte[] { 7, 0, 0 }, true)]
    [InlineData(new byte[] { 0, 0, 8 }, true)]
    [InlineData(new byte[] { 7, 0 }, true)]
    [InlineData(new byte[0], true)]
    [InlineData(new byte[] { 7, 1, 8 }, false)]
    [InlineData(new byte[] { 7, 0, 9 }, false)]
    [InlineData(new byte[] { 7, 0, 8, 0 }, false)]
    public void What_is_due_or_zero_to_the_byte_is_torn_and_anything_else_is_not(byte[] stored, bool isTorn) => Assert.Equal(isTorn, TornBytes.IsTorn(stored, [7, 0, 8]));
}
