using MarketStore.Cli.Commands;
using Xunit;

namespace MarketStore.Tests.Cli;

public sealed class ServerOptionTests
{
    [Theory]
    [InlineData("localhost:5993", "http://localhost:5993/")]
    [InlineData("http://localhost:5993", "http://localhost:5993/")]
    [InlineData("http://db.example:7000/", "http://db.example:7000/")]
    [InlineData("db.example", "http://db.example:5993/")]
    [InlineData("http://db.example", "http://db.example:5993/")]
    [InlineData("http://db.example:80", "http://db.example/")]
    [InlineData("https://db.example", "https://db.example/")]
    [InlineData("127.0.0.1:1", "http://127.0.0.1:1/")]
    [InlineData("[::1]:5993", "http://[::1]:5993/")]
    [InlineData("[::1]", "http://[::1]:5993/")]
    public void An_address_is_a_host_with_or_without_port_and_scheme(string text, string address)
    {
        Assert.True(ServerOption.TryParse(text, out var parsed));
        Assert.Equal(address, parsed.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("foo:bar")]
    [InlineData("localhost:99999")]
    [InlineData("ftp://localhost")]
    [InlineData("localhost/rpc")]
    [InlineData("http://")]
    public void Anything_else_is_refused(string text) => Assert.False(ServerOption.TryParse(text, out _));
}
