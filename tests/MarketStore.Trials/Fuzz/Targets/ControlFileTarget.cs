using System.Text;
using MarketStore.Cli.Loading;
using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Control files of the loader, up to the plan that is made by them for a data file of three columns and a bucket of ticks.</summary>
sealed class ControlFileTarget : IFuzzTarget
{
    public const string TargetName = "control-file";

    const int MaxMessageChars = 5_000;

    static readonly TimeBucketKey Key = TimeBucketKey.Parse("A/1Min/P");

    static readonly string[] Titles = ["Epoch", "Bid", "Ask"];

    static readonly BucketDescription Bucket = new(2020, 60_000_000_000, [new("Epoch", ElementType.Int64), new("Bid", ElementType.Float32), new("Ask", ElementType.Float32)], RecordType.Variable);

    readonly string _path = Path.Combine(Path.GetTempPath(), $"marketstore-fuzz-{Guid.NewGuid():N}.yaml");

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Configuration;

    public IEnumerable<byte[]> Seeds => new[]
    {
        "firstRowHasColumnNames: false\ntimeFormat: \"20060102 15:04:05\"\ntimeZone: \"US/Eastern\"\ncolumnNameMap: [Epoch, Bid, Ask]\n",
        "firstRowHasColumnNames: true\ntimeFormat: timestamp\n", "firstRowHasColumnNames: yes\ntimeFormat: \"1/2/2006 3:04:05 PM\"\ncolumnNameMap:\n  - Epoch-date\n  - ''\n  - Epoch-time\n", "", "# nothing\n", "--- {}\n", "a: b\n? [c]\n: d\n",
        "timeFormat: Mon Jan _2 15:04:05.000000 MST 2006\nfirstRowHasColumnNames: on\n", "timeFormat: ''\ncolumnNameMap: [Epoch, Bid, Ask, More]\n", "columnNameMap: &a [Epoch, &b Bid, *b]\nx: *a\n", "timeZone: Mars\n", "timeZone: [UTC]\n",
        "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n? *c\n: d\n", "&a [*a]\n", "&a {x: *a}\n", "firstRowHasColumnNames: true\nfirstRowHasColumnNames: true\n", "a: [b\n", "\ufeffcolumnNameMap: [Epoch,Bid,Ask]", $"a: {new string('[', 200)}{new string(']', 200)}",
        $"{Laughs(30)}\n? *a29\n: b\n",
    }.Select(Encoding.UTF8.GetBytes);

    public IEnumerable<byte[]> Words => new[]
    {
        "\n", "\n  ", "\n- ", "- ", ": ", "? ", "{", "}", "[", "]", "[[", "{{", ", ", "&a ", "*a", "<<: *a", "!!str ", "!!binary ", "! ", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.2\n", "# ", "\"", "'", "\\", "\\ud800", "\t", "\r", "\0", "\u0085", "~", "true", "no",
        "firstRowHasColumnNames", "timeFormat", "timeZone", "columnNameMap", "timestamp", "UTC", "US/Eastern", "America/New_York", "../UTC", "Epoch", "Epoch-date", "Epoch-time", "Nanoseconds", "Bid", "ASK", "2006", "06", "01", "Jan", "_2", "002", "15", "03", "PM", ".000", ",999", "Z07:00", "MST",
    }.Select(Encoding.UTF8.GetBytes);

    public string Run(ReadOnlySpan<byte> input)
    {
        File.WriteAllBytes(_path, input);
        using var warnings = new StringWriter();
        try
        {
            var control = ControlFileReader.Read(_path, warnings);
            var header = control.NameColumns("x.csv", Titles);
            var plan = ControlledPlanner.Plan(new("x.csv", Key), control, header, Bucket);
            if (plan.Time.Column is < 0 or > 2 || plan.Columns.Any(column => column.Column is < 0 or > 2))
                throw new TrialFailedException("the plan reads a column that the file has not");
            _ = control.Times.TryRead("20200106 09:30:00 500000", out _) | control.Times.TryRead("2020-01-06", "09:30:00", out _);
            return $"a plan of {plan.Columns.Count} columns{(plan.Time.ClockColumn is null ? "" : ", date and time apart")}: {OutcomeText.KindOf(Shown(warnings.ToString()))}";
        }
        catch (MarketStoreException refusal)
        {
            if (refusal.Message.Length > MaxMessageChars)
                throw new TrialFailedException($"the error has {refusal.Message.Length} characters: {refusal.Message[..200]}...");
            return OutcomeText.KindOf(Shown(refusal.Message));
        }
    }

    public void Dispose() => File.Delete(_path);

    string Shown(string text) => text.Replace(_path, "", StringComparison.Ordinal);

    /// <summary>Lists of lists that are small here and large once they are written out.</summary>
    static string Laughs(int levels) => string.Join('\n', Enumerable.Range(0, levels).Select(level => level == 0 ? "a0: &a0 [x]" : $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]"));
}
