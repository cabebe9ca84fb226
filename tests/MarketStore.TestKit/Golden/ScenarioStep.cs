using System.Text.Json;

namespace MarketStore.TestKit.Golden;

/// <summary>One request with the recorded answer.</summary>
public sealed record ScenarioStep(string Method, object? Params)
{
    /// <summary>The recorded result, where neither an error nor a broken connection was recorded.</summary>
    public object? Result { get; init; }

    public bool WasRefused { get; init; }

    /// <summary>The reference broke the connection; an error is due.</summary>
    public bool Crashed { get; init; }

    /// <summary>Any answer will do.</summary>
    public bool IsLenient { get; init; }

    /// <summary>The Epoch column is the time of the query.</summary>
    public bool EpochIsNow { get; init; }

    internal static ScenarioStep Read(JsonElement step) => new(step.GetProperty("method").GetString()!, RecordedJson.ToValue(step.GetProperty("params")))
    {
        Result = step.TryGetProperty("result", out var result) ? RecordedJson.ToValue(result) : null,
        WasRefused = step.TryGetProperty("error", out _),
        Crashed = step.TryGetProperty("crash", out _),
        IsLenient = IsMarked(step, "lenient"),
        EpochIsNow = IsMarked(step, "epoch_is_now"),
    };

    static bool IsMarked(JsonElement step, string mark) => step.TryGetProperty(mark, out var value) && value.GetBoolean();
}
