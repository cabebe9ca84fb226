using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MarketStore.Trials.Endurance;

/// <summary>The figures of a run as tables of docs/benchmarks.md. Each is told as it comes, and all of them at the end.</summary>
sealed class EnduranceReport(TextWriter? output)
{
    const int Stretches = 10;

    readonly List<(string What, string Measured)> _rows = [];
    readonly List<string> _course = [];

    public void Add(string what, string measured)
    {
        _rows.Add((what, measured));
        output?.WriteLine($"{what}: {measured}");
    }

    public async Task TimeAsync(string what, Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        Add(what, Text($"{watch.Elapsed.TotalSeconds:0.0} s"));
    }

    public void TellStart(ServerSample sample) => Add(
        "— of it until the data is open; then resident, managed heap, handles",
        Text($"{sample.StartupSeconds:0.0} s; {Mebibytes(sample.ResidentBytes)}, {Mebibytes(sample.ManagedBytes)}, {sample.Handles}"));

    /// <param name="wantedRate">Requests a second, of all clients together.</param>
    public void Tell(IReadOnlyList<ServerSample> samples, IReadOnlyList<MarketClient> clients, double wantedRate)
    {
        var (first, last) = (samples[0], samples[^1]);
        var seconds = last.AtSeconds - first.AtSeconds;
        var responses = clients.SelectMany(client => client.Responses).ToList();
        Add("half load: wanted, reached", Text($"{wantedRate:N0}, {responses.Count / seconds:N0} requests/s for {seconds / 60:0.0} min"));
        Add("appends p50 / p99 / longest", Percentiles.Of(responses.Where(response => response.IsAppend)).ToString());
        Add("queries of the last 10 bars p50 / p99 / longest", Percentiles.Of(responses.Where(response => !response.IsAppend)).ToString());
        Add("processors in use by the server", Text($"{(last.ProcessorSeconds - first.ProcessorSeconds) / seconds:0.00}"));
        Add("resident memory: begin, end, most", Text($"{Mebibytes(first.ResidentBytes)}, {Mebibytes(last.ResidentBytes)}, {Mebibytes(samples.Max(sample => sample.ResidentBytes))}"));
        Add("— its slope over the second half", Slope(samples, sample => sample.ResidentBytes));
        Add("managed heap: end, most; slope over the second half", Text(
            $"{Mebibytes(last.ManagedBytes)}, {Mebibytes(samples.Max(sample => sample.ManagedBytes))}; {Slope(samples, sample => sample.ManagedBytes)}"));
        Add("open handles: begin, most, end", Text($"{first.Handles}, {samples.Max(sample => sample.Handles)}, {last.Handles}"));
        Add("pauses of the collector: of the time, longest since the start", Text(
            $"{(last.PauseSeconds - first.PauseSeconds) / seconds:0.00%}, {last.LongestPauseSeconds * 1_000:0} ms"));
        Add("log: most segments, most bytes", Text($"{samples.Max(sample => sample.LogSegments)}, {Mebibytes(samples.Max(sample => sample.LogBytes))}"));
        if (samples.LastOrDefault(sample => sample.DiskBytes > 0) is { } measured)
            Add("disk in use", Text($"{measured.DiskBytes / 1e9:0.00} GB"));
        TellCourse(samples, responses);
    }

    public override string ToString()
    {
        var text = new StringBuilder("| what | measured |\n|---|---|\n");
        foreach (var (what, measured) in _rows)
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {measured} |\n");
        if (_course.Count > 0)
            text.Append("\n| until | resident | managed heap | handles | log | collector | appends p50 / p99 / longest | queries p50 / p99 / longest |\n|---:|---:|---:|---:|---:|---:|---|---|\n").AppendJoin('\n', _course);
        return text.ToString();
    }

    void TellCourse(IReadOnlyList<ServerSample> samples, List<Response> responses)
    {
        var length = samples[^1].AtSeconds;
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            var (from, until) = (length * stretch / Stretches, length * (stretch + 1) / Stretches);
            var within = samples.Where(sample => sample.AtSeconds >= from && sample.AtSeconds <= until).ToList();
            if (within.Count == 0)
                continue;
            var answered = responses.Where(response => response.AtSeconds >= from && response.AtSeconds < until).ToList();
            _course.Add(Text(
                $"| {until / 60:0.0} min | {Mebibytes(within.Max(sample => sample.ResidentBytes))} | {Mebibytes(within.Max(sample => sample.ManagedBytes))} | {within.Max(sample => sample.Handles)} | {Mebibytes(within.Max(sample => sample.LogBytes))} | {within[^1].PauseSeconds - within[0].PauseSeconds:0.00} s | {Percentiles.Of(answered.Where(response => response.IsAppend))} | {Percentiles.Of(answered.Where(response => !response.IsAppend))} |"));
        }
    }

    static string Slope(IReadOnlyList<ServerSample> samples, Func<ServerSample, double> figure) =>
        Text($"{Trend.Slope([.. samples.Skip(samples.Count / 2).Select(sample => (sample.AtSeconds, figure(sample)))]) * 3_600 / 1048576:+0.0;-0.0;0.0} MiB/h");

    static string Mebibytes(double bytes) => Text($"{bytes / 1048576:0} MiB");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
