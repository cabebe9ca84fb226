namespace MarketStore.Load.Plots;

/// <summary>What the axes of a subject's picture mean.</summary>
static class Subjects
{
    public static string AxisOf(string subject) => subject switch
    {
        "appends" or "ingest" or "last" => "clients",
        "batch" => "rows of a request",
        "range" => "bars of an answer",
        "universe-read" or "universe-write" => "symbols of a request",
        "years" => "years stored",
        "ticks" => "ticks in the slot before",
        _ => "x",
    };

    public static string UnitOf(string subject) => subject switch
    {
        "appends" => "durable one-row appends a second",
        "ingest" or "batch" => "durable rows a second",
        "last" or "years" => "queries a second",
        "range" => "rows a second",
        "universe-read" or "universe-write" => "symbols a second",
        "ticks" => "ticks a second",
        _ => "a second",
    };
}
