using MarketStore.Core.Errors;
using MarketStore.Functions.Calls;
using Xunit;

namespace MarketStore.Tests.Functions.Calls;

public class FunctionCallTests
{
    [Theory]
    [InlineData("count(*)", "count", "*", "")]
    [InlineData("COUNT (Close)", "COUNT", "Close", "")]
    [InlineData("gap()", "gap", "", "")]
    [InlineData("gap('5Min') and what follows", "gap", "", "5Min")]
    [InlineData("candlecandler('5Min',Open, High ,Low,Close,Sum::Volume)", "candlecandler", "Open|High|Low|Close|Sum::Volume", "5Min")]
    [InlineData("f(a,,'x,y',b,'z')", "f", "a|b", "x,y|z")]
    [InlineData("f(a(b))", "f", "a(b)", "")]
    [InlineData("f('')", "f", "", "")]
    public void A_call_splits_into_name_columns_and_literals(string text, string name, string arguments, string literals)
    {
        var call = FunctionCall.Parse(text);

        Assert.Equal((name, arguments, literals), (call.Name, string.Join('|', call.Arguments), string.Join('|', call.Literals)));
    }

    [Theory]
    [InlineData("count", "unable to parse function call count")]
    [InlineData("", "unable to parse function call ")]
    [InlineData(")count(", "unable to parse function call )count(")]
    [InlineData("candlecandler('5Min,Open,High,Low,Close)", "unclosed literal 5Min,Open,High,Low,Close")]
    public void A_malformed_call_is_refused_with_the_known_text(string text, string message) =>
        Assert.Equal(message, Assert.Throws<MarketStoreException>(() => FunctionCall.Parse(text)).Message);

    [Fact]
    public void Too_long_a_text_and_too_many_arguments_are_refused()
    {
        Assert.Equal(ErrorKind.LimitExceeded, Assert.Throws<MarketStoreException>(() => FunctionCall.Parse($"f({new string('a', FunctionLimits.MaxTextLength)})")).Kind);
        Assert.Equal(
            ErrorKind.LimitExceeded,
            Assert.Throws<MarketStoreException>(() => FunctionCall.Parse($"f({string.Join(',', Enumerable.Repeat("a", FunctionLimits.MaxArguments + 1))})")).Kind);
        Assert.Equal(
            ErrorKind.LimitExceeded,
            Assert.Throws<MarketStoreException>(() => new FunctionPipeline([.. Enumerable.Repeat("count(*)", FunctionLimits.MaxCalls + 1)])).Kind);
    }
}
