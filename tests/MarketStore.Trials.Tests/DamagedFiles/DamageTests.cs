using MarketStore.Trials.DamagedFiles;
using Xunit;

namespace MarketStore.Trials.Tests.DamagedFiles;

public class DamageTests
{
    [Fact]
    public async Task Damage_costs_what_it_lies_in_is_told_and_never_fails_a_start()
    {
        var report = await TrialRunner.RunAsync(
            new DamageTrial(), new TrialPlan(1, DamageTrial.ShortFormCases), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.Failures.Count == 0, string.Join('\n', report.Failures));
        foreach (var kind in (string[])["log cut short", "log bit flipped", "log damaged by chance", "fixed file, header bit flipped", "variable file, block bit flipped", "Go log bit flipped"])
            Assert.True(report.Tally[kind] > 5, $"{kind}: {report.Tally}");
        Assert.True(report.Tally["reported damage of a log"] > 100 && report.Tally["torn ends of a log"] > 100, report.Tally.ToString());
        // What the format lets be seen is seen: docs/testing.md, "Damage".
        foreach (var part in (string[])["header padding", "slot index", "triplet"])
            Assert.Equal(report.Tally[$"scrub, {part}, damaged"], report.Tally[$"scrub, {part}, found"]);
    }
}
