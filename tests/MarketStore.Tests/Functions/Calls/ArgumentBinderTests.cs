using MarketStore.Core.Errors;
using MarketStore.Functions.Calls;
using Xunit;

namespace MarketStore.Tests.Functions.Calls;

public class ArgumentBinderTests
{
    [Theory]
    [InlineData("candlecandler('5Min',O,H,L,C)", "Open=O High=H Low=L Close=C")]
    [InlineData("candlecandler('5Min',Close::C,O,H,L)", "Open=O High=H Low=L Close=C")]
    [InlineData("candlecandler('5Min',O,H,L,C,V)", "Open=O High=H Low=L Close=C Sum=V")]
    [InlineData("candlecandler('5Min',O,H,L,C,V,W)", "Open=O High=H Low=L Close=C Sum=V Avg=W")]
    [InlineData("candlecandler('5Min',O,H,L,C,Sum::V,Sum::W,X)", "Open=O High=H Low=L Close=C Sum=V,W Avg=X")]
    [InlineData("tickcandler('5Min',CandlePrice::Bid,CandlePrice::Ask)", "CandlePrice=Bid,Ask")]
    [InlineData("tickcandler('5Min',a::b::c,other::x)", "CandlePrice=a::b::c")]
    public void Columns_bind_by_name_and_then_by_position(string text, string expected)
    {
        var call = FunctionCall.Parse(text);

        var arguments = ArgumentBinder.Bind(FunctionRegistry.Get(call.Name), call);

        string[] parameters = ["Open", "High", "Low", "Close", "CandlePrice", "Sum", "Avg"];
        Assert.Equal(expected, string.Join(' ', parameters.Where(name => arguments.Of(name).Count > 0).Select(name => $"{name}={string.Join(',', arguments.Of(name))}")));
    }

    [Theory]
    [InlineData("candlecandler('5Min')", "Argument mapping error for candlecandler: have [], need [Open High Low Close]")]
    [InlineData("Count()", "Argument mapping error for Count: have [], need [*]")]
    [InlineData("candlecandler('5Min',Sum::a,Sum::b,Sum::c,O)", "Argument mapping error for candlecandler: insufficient args: have [Sum::a Sum::b Sum::c O], required [Open High Low Close]")]
    [InlineData("min(A,B)", "Argument mapping error for min: extra args used: have [A B], required [*], optional []")]
    [InlineData("tickcandler('1D',P,V,W,X)", "Argument mapping error for tickcandler: extra args used: have [P V W X], required [CandlePrice], optional [Sum Avg]")]
    [InlineData("gap(Close)", "Argument mapping error for gap: extra args used: have [Close], required [], optional []")]
    [InlineData("tickcandler(P)", "not enough init arguments for tickcandler, need 1 have 0")]
    [InlineData("nosuch(Open)", "no function in the UDA Registry named \"nosuch\"")]
    public void Arguments_that_do_not_fit_are_refused_with_the_known_text(string text, string message) =>
        Assert.Equal(message, Assert.Throws<MarketStoreException>(() => new BoundCall(FunctionCall.Parse(text))).Message);
}
