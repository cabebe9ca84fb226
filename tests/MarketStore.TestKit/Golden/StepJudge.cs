namespace MarketStore.TestKit.Golden;

/// <summary>Decides whether an answer will do for a recorded step.</summary>
public static class StepJudge
{
    /// <summary>What is wrong with the answer, or null if it will do.</summary>
    /// <param name="reply">The whole answer with its <c>result</c> or <c>error</c>.</param>
    public static string? Judge(ScenarioStep step, Dictionary<string, object?> reply)
    {
        try
        {
            var error = reply.GetValueOrDefault("error");
            var result = reply.GetValueOrDefault("result");
            if (step.Crashed)
                return step.IsLenient || error is not null || HasErrorInside(result) ? null : "must be refused with an error";
            if (step.WasRefused)
                return step.IsLenient || error is not null ? null : $"want an error, got {Plain.Brief(result)}";
            if (step.IsLenient)
                return null;
            if (error is not null)
                return $"unexpected error {Plain.Brief(error)}";
            return step.EpochIsNow
                ? AnswerComparer.Difference(WithoutEpoch(step.Result), WithoutEpoch(result))
                : AnswerComparer.Difference(step.Result, result);
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    static bool HasErrorInside(object? result) => Responses(result).Any(response => !Plain.IsEmpty(response.GetValueOrDefault("error")));

    static IEnumerable<Dictionary<string, object?>> Responses(object? result) =>
        result is Dictionary<string, object?> map ? Plain.List(map.GetValueOrDefault("responses"), "responses").OfType<Dictionary<string, object?>>() : [];

    /// <summary>The answer without the Epoch column.</summary>
    static object? WithoutEpoch(object? result)
    {
        if (result is not Dictionary<string, object?> map)
            return result;
        return new Dictionary<string, object?>(map)
        {
            ["responses"] = Responses(result).Select(response => (object?)new Dictionary<string, object?>(response)
            {
                ["result"] = DatasetWithoutEpoch(response.GetValueOrDefault("result")),
            }).ToList(),
        };
    }

    static object? DatasetWithoutEpoch(object? dataset)
    {
        if (dataset is not Dictionary<string, object?> map)
            return dataset;
        var epoch = Plain.List(map.GetValueOrDefault("names"), "names").ToList().IndexOf("Epoch");
        if (epoch < 0)
            return dataset;
        var without = new Dictionary<string, object?>(map);
        foreach (var key in (string[])["names", "types", "data"])
            without[key] = Plain.List(map.GetValueOrDefault(key), key).Where((_, index) => index != epoch).ToList();
        return without;
    }
}
