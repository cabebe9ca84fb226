using MarketStore.TestKit.Golden;
using Xunit;

namespace MarketStore.Tests.TestKit;

public sealed class StepJudgeTests
{
    static readonly Dictionary<string, object?> Error = new() { ["error"] = new Dictionary<string, object?> { ["code"] = -32000L } };

    static readonly ScenarioStep Answered = new("DataService.Query", null) { Result = new Dictionary<string, object?> { ["timezone"] = "UTC" } };
    static readonly ScenarioStep Refused = new("DataService.Query", null) { WasRefused = true };
    static readonly ScenarioStep Crashed = new("DataService.Query", null) { Crashed = true };

    [Fact]
    public void The_recorded_answer_will_do() => Assert.Null(StepJudge.Judge(Answered, Result("timezone", "UTC")));

    [Fact]
    public void Another_answer_will_not_do() => Assert.Contains("timezone", StepJudge.Judge(Answered, Result("timezone", "Mars")), StringComparison.Ordinal);

    [Fact]
    public void An_error_in_place_of_an_answer_will_not_do() => Assert.NotNull(StepJudge.Judge(Answered, Error));

    [Fact]
    public void What_was_refused_must_be_refused()
    {
        Assert.Null(StepJudge.Judge(Refused, Error));
        Assert.NotNull(StepJudge.Judge(Refused, Result("timezone", "UTC")));
    }

    [Fact]
    public void Where_the_reference_broke_down_an_error_is_due_outside_or_inside()
    {
        Assert.Null(StepJudge.Judge(Crashed, Error));
        Assert.Null(StepJudge.Judge(Crashed, Result("responses", new List<object?> { new Dictionary<string, object?> { ["error"] = "no" } })));
        Assert.NotNull(StepJudge.Judge(Crashed, Result("responses", null)));
    }

    [Fact]
    public void A_lenient_step_takes_any_answer()
    {
        Assert.Null(StepJudge.Judge(Answered with { IsLenient = true }, Error));
        Assert.Null(StepJudge.Judge(Refused with { IsLenient = true }, Result("timezone", "UTC")));
        Assert.Null(StepJudge.Judge(Crashed with { IsLenient = true }, Result("timezone", "UTC")));
    }

    [Fact]
    public void The_time_of_a_query_is_not_compared_where_it_is_the_epoch()
    {
        var step = new ScenarioStep("DataService.Query", null) { EpochIsNow = true, Result = CountAt(1)["result"] };

        Assert.Null(StepJudge.Judge(step, CountAt(2)));
        Assert.NotNull(StepJudge.Judge(step with { EpochIsNow = false }, CountAt(2)));
        Assert.NotNull(StepJudge.Judge(step, CountAt(2, count: 8)));
    }

    static Dictionary<string, object?> Result(string key, object? value) => new() { ["result"] = new Dictionary<string, object?> { [key] = value } };

    static Dictionary<string, object?> CountAt(long epochSeconds, long count = 7) => Result("responses", new List<object?>
    {
        new Dictionary<string, object?>
        {
            ["result"] = new Dictionary<string, object?>
            {
                ["names"] = new List<object?> { "Epoch", "Count" },
                ["types"] = new List<object?> { "i8", "i8" },
                ["data"] = new List<object?> { BitConverter.GetBytes(epochSeconds), BitConverter.GetBytes(count) },
                ["length"] = 1L,
                ["startindex"] = new Dictionary<string, object?> { ["A/1Min/P"] = 0L },
                ["lengths"] = new Dictionary<string, object?> { ["A/1Min/P"] = 1L },
            },
        },
    });
}
