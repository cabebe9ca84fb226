using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MarketStore.Trials;

/// <summary>One trial on the command line.</summary>
static class TrialCommand
{
    public static Command For(Trial trial)
    {
        var cases = new Option<long>("--cases") { Description = "How many cases", DefaultValueFactory = _ => trial.LongFormCases };
        var seed = new Option<long>("--seed") { Description = "The seed of the first case", DefaultValueFactory = _ => 1 };
        var slice = new Option<string>("--slice") { Description = "Only a part of the cases: 3/10 is the third tenth", DefaultValueFactory = _ => "1/1" };
        slice.Validators.Add(result =>
        {
            if (!TryReadSlice(result.GetValueOrDefault<string>(), out _, out _))
                result.AddError($"--slice {result.GetValueOrDefault<string>()} is no part such as 3/10");
        });
        var minutes = new Option<double?>("--minutes") { Description = "Begin no new case after so many minutes" };
        var state = new Option<string?>("--state") { Description = "A file that remembers how far the run came; the same command goes on from there" };
        var command = new Command(trial.Name, trial.Purpose) { cases, seed, slice, minutes, state };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (trial.Obstacle is { } obstacle)
            {
                Console.WriteLine($"{trial.Name}: skipped: {obstacle}");
                return 0;
            }

            _ = TryReadSlice(parsed.GetValue(slice), out var part, out var parts);
            var plan = TrialPlan.Slice(parsed.GetValue(seed), parsed.GetValue(cases), part, parts) with
            {
                Duration = parsed.GetValue(minutes) is { } limit ? TimeSpan.FromMinutes(limit) : null,
                StatePath = parsed.GetValue(state),
            };
            var report = await TrialRunner.RunAsync(trial, plan, Console.Out, cancellationToken);
            foreach (var (failed, text) in report.Failures)
                Console.WriteLine($"{trial.Name}: seed {failed} failed: {text}");
            Console.WriteLine(report.Summary(trial));
            return report.Failures.Count == 0 ? 0 : 1;
        });
        return command;
    }

    static bool TryReadSlice(string? text, out int part, out int parts)
    {
        part = parts = 0;
        return text?.Split('/') is [var left, var right]
            && int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out part)
            && int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out parts)
            && part >= 1 && part <= parts;
    }
}
