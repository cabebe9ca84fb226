namespace MarketStore.TestKit.Golden;

/// <summary>Puts recorded steps to a server, one after the other, and judges each answer.</summary>
public static class ScenarioPlayer
{
    public static async Task<ScenarioVerdict> PlayAsync(IReadOnlyList<ScenarioStep> steps, IScenarioWire wire)
    {
        var problems = new List<string>();
        var leftOut = 0;
        for (var index = 0; index < steps.Count; index++)
        {
            var step = steps[index];
            string? problem;
            try
            {
                var reply = await wire.CallAsync(step.Method, step.Params);
                if (reply is null)
                    leftOut++;
                problem = reply is null ? null : StepJudge.Judge(step, reply);
            }
            catch (IOException exception)
            {
                problem = $"{exception.GetType().Name}: {exception.Message}";
            }

            if (problem is not null)
                problems.Add($"[{index}] {step.Method} {Summary(step.Params)}\n     {problem}");
        }

        return new(steps.Count - leftOut - problems.Count, leftOut, problems);
    }

    /// <summary>What was asked, without the bytes of a write.</summary>
    static string Summary(object? parameters)
    {
        if (parameters is not Dictionary<string, object?> map || map.GetValueOrDefault("requests") is not IReadOnlyList<object?> { Count: > 0 } requests)
            return Plain.Brief(parameters);
        if (requests[0] is not Dictionary<string, object?> request || request.GetValueOrDefault("dataset") is not Dictionary<string, object?> dataset)
            return Plain.Brief(requests[0]);
        return $"write {Plain.Brief(dataset.GetValueOrDefault("lengths"))} of {Plain.Brief(dataset.GetValueOrDefault("types"))}";
    }
}
