using System.CommandLine;
using System.Globalization;
using MarketStore.Load.Plots;
using MarketStore.Load.Results;
using MarketStore.Load.Servers;
using MarketStore.Load.Streaming;
using MarketStore.Load.Workloads;

var only = new Option<string[]>("--only") { Description = "Subjects to measure: appends, ingest, batch, last, range, universe, years, ticks", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["appends", "ingest", "batch", "last", "range", "universe", "years", "ticks"] };
var seconds = new Option<double>("--seconds") { Description = "How long each point is measured", DefaultValueFactory = _ => 2 };
var server = new Option<string?>("--server") { Description = "A published executable to measure, instead of the one built with this" };
var output = new Option<string?>("--out") { Description = "A file for the results, such as bench/results/NAME.json" };
var commit = new Option<string>("--commit") { Description = "What the results are of", DefaultValueFactory = _ => "" };
var run = new Command("run", "Starts a server and measures it over loopback") { only, seconds, server, output, commit };
run.SetAction(parsed =>
{
    var points = new List<LoadPoint>();
    using var measured = LoadServer.Start(parsed.GetValue(server));
    var limits = DiskLimit.Measure(measured.DataDirectory);
    foreach (var (what, value) in limits)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"limit: {what}: {value:0.000}"));
    var scaling = new Scaling(measured, TimeSpan.FromSeconds(parsed.GetValue(seconds)), point =>
    {
        points.Add(point);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{point.Series,-32} {point.X,9:N0} {point.PerSecond,14:N0}/s  p50 {point.MedianMilliseconds,8:0.000} ms  p99 {point.P99Milliseconds,8:0.000} ms  server {point.ServerProcessorSeconds:0.0} s"));
    });
    foreach (var subject in parsed.GetValue(only)!)
    {
        Action measure = subject switch
        {
            "appends" => scaling.Appends,
            "ingest" => scaling.Ingest,
            "batch" => scaling.Batches,
            "last" => scaling.LastBars,
            "range" => scaling.Ranges,
            "universe" => scaling.Universe,
            "years" => scaling.Years,
            "ticks" => scaling.Ticks,
            _ => throw new InvalidOperationException($"there is no subject {subject}"),
        };
        measure();
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory of the server: {measured.PeakMemory / 1e6:0} MB"));
    if (parsed.GetValue(output) is { } path)
        LoadReport.Of(parsed.GetValue(commit)!, limits, points).Save(path);
});

var before = new Argument<string>("before");
var after = new Argument<string>("after");
var bound = new Option<double>("--bound") { Description = "How much faster or slower is worth a line", DefaultValueFactory = _ => 1.2 };
var compare = new Command("compare", "Names what got slower from one report to another; ends with 1 if anything did") { before, after, bound };
compare.SetAction(parsed => Comparison.Print(LoadReport.Load(parsed.GetValue(before)!), LoadReport.Load(parsed.GetValue(after)!), parsed.GetValue(bound), Console.Out));

var report = new Argument<string>("report");
var pictures = new Argument<string>("directory");
var plot = new Command("plot", "Draws a report as SVG pictures") { report, pictures };
plot.SetAction(parsed => LoadPlots.Draw(LoadReport.Load(parsed.GetValue(report)!), parsed.GetValue(pictures)!));

var runs = new Option<int>("--runs") { Description = "How many starts", DefaultValueFactory = _ => 5 };
var start = new Command("start", "Measures the start on an empty directory, from the launch until both ports take connections") { server, runs };
start.SetAction(parsed =>
{
    for (var number = 0; number < parsed.GetValue(runs); number++)
    {
        using var started = LoadServer.Start(parsed.GetValue(server));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start {started.StartTime.TotalMilliseconds:0} ms, processor {started.ProcessorTime.TotalMilliseconds:0} ms, memory {started.PeakMemory / 1e6:0} MB"));
    }
});

var port = new Option<int>("--port") { Description = "Where it listens, on this machine only", DefaultValueFactory = _ => 5990 };
var directory = new Option<string>("--dir") { Description = "Where it appends: a directory on the disk of the data", DefaultValueFactory = _ => Path.GetTempPath() };
var floor = new Command("floor", "Runs a server that does the least any server must, for bench/floors.py") { port, directory };
floor.SetAction(parsed => FloorServer.Run(parsed.GetValue(port), parsed.GetValue(directory)!));

var subscribers = new Option<int>("--subscribers") { Description = "All of them; each gets a tenth of the symbols", DefaultValueFactory = _ => 200 };
var stalled = new Option<int>("--stalled") { Description = "Those among them that never read", DefaultValueFactory = _ => 20 };
var bars = new Option<int>("--bars") { Description = "Published a second", DefaultValueFactory = _ => 5_000 };
var duration = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = _ => 10 };
var writes = new Option<bool>("--writes") { Description = "Through a whole server, its log and its trigger, instead of its stream alone" };
var stream = new Command("stream", "Publishes bars to subscribers of /ws; ends with 1 if one that reads missed any") { subscribers, stalled, bars, duration, writes, server };
stream.SetAction(parsed =>
{
    var plan = new StreamPlan(parsed.GetValue(subscribers), parsed.GetValue(stalled), parsed.GetValue(bars), parsed.GetValue(duration));
    return parsed.GetValue(writes) ? StreamServerLoad.Run(plan, parsed.GetValue(server)) : StreamLoad.Run(plan);
});

var settings = new Argument<int[]>("settings");
var streamClients = new Command("stream-clients", "The subscribers of stream, which starts it") { settings };
streamClients.Hidden = true;
streamClients.SetAction(parsed => StreamClients.Run(parsed.GetValue(settings)![0], new StreamPlan(parsed.GetValue(settings)![1], parsed.GetValue(settings)![2], parsed.GetValue(settings)![3], parsed.GetValue(settings)![4])));

return new RootCommand("Loads a whole server over loopback") { run, compare, plot, start, floor, stream, streamClients }.Parse(args).Invoke();
