using MarketStore.Trials.Fuzz.Targets;

namespace MarketStore.Trials.Fuzz;

/// <summary>All targets, and what an input of each may cost.</summary>
static class FuzzSubjects
{
    const long Mebibyte = 1 << 20;

    /// <summary>Whole calls: the rows of the answer are bounded by the engine, and what a call makes on the disk is in memory here.</summary>
    public static FuzzBounds Rpc { get; } = new(64 * Mebibyte, 200);

    /// <summary>Messages that are taken apart and no more.</summary>
    public static FuzzBounds Reader { get; } = new(4 * Mebibyte, 200) { CountsAllThreads = false };

    /// <summary>Short texts.</summary>
    public static FuzzBounds Text { get; } = new(Mebibyte, 64) { CountsAllThreads = false };

    /// <summary>A tree of nodes with their lines, and all of its problems at once.</summary>
    public static FuzzBounds Configuration { get; } = new(16 * Mebibyte, 2_000) { CountsAllThreads = false };

    /// <summary>Two starts of an engine, with what a checkpoint at each stop takes.</summary>
    public static FuzzBounds Storage { get; } = new(64 * Mebibyte, 400);

    /// <summary>A load holds one batch of 50,000 rows, whatever the file: up to 64 MiB, sent and stored from there.</summary>
    public static FuzzBounds Csv { get; } = new(160 * Mebibyte, 2_000);

    /// <summary>Short texts too, of which nearly every character can be a part of its own.</summary>
    public static FuzzBounds GoTime { get; } = new(Mebibyte, 200) { CountsAllThreads = false };

    /// <summary>Rows of a result, and the engine's reading of a statement as JSON. What the engine itself takes is bounded by its own setting.</summary>
    public static FuzzBounds Sql { get; } = new(256 * Mebibyte, 4_000) { Time = TimeSpan.FromSeconds(5) };

    /// <summary>Tokens, some times over.</summary>
    public static FuzzBounds SqlParser { get; } = new(4 * Mebibyte, 1_000) { CountsAllThreads = false };

    public static IReadOnlyList<FuzzSubject> All { get; } =
    [
        new(MessagePackRpcTarget.TargetName, "calls in MessagePack", 2_000, Rpc, () => new MessagePackRpcTarget()),
        new(JsonRpcTarget.TargetName, "calls in JSON", 2_000, Rpc, () => new JsonRpcTarget()),
        new(GrpcTarget.TargetName, "bodies of gRPC calls", 2_000, Rpc, () => new GrpcTarget()),
        new(DatasetTarget.TargetName, "datasets of writes", 2_000, Reader, () => new DatasetTarget()),
        new(ReplyTarget.TargetName, "answers read by the client library", 3_000, Reader, () => new ReplyTarget()),
        new(KeyTarget.TargetName, "bucket keys", 8_000, Text, () => new KeyTarget()),
        new(TimeframeTarget.TargetName, "timeframes and the slots that follow", 8_000, Text, () => new TimeframeTarget()),
        new(ConfigurationTarget.TargetName, "configuration files", 1_500, Configuration, () => new ConfigurationTarget()),
        new(LogTarget.TargetName, "segments of our log", 100, Storage, () => new LogTarget()),
        new(GoLogTarget.TargetName, "logs of the Go server", 100, Storage, () => new GoLogTarget()),
        new(HeaderTarget.TargetName, "headers of year files", 200, Storage, () => new HeaderTarget()),
        new(YearFileTarget.TargetName, "year files of variable records", 100, Storage, () => new YearFileTarget()),
        new(CsvTarget.TargetName, "files to load", 150, Csv, () => new CsvTarget()),
        new(ControlFileTarget.TargetName, "control files of the loader", 2_000, Configuration, () => new ControlFileTarget()),
        new(GoTimeTarget.TargetName, "Go layouts and times by them", 8_000, GoTime, () => new GoTimeTarget()),
        new(SqlParserTarget.TargetName, "SQL statements, not carried out,", 4_000, SqlParser, () => new SqlParserTarget()),
        new(SqlTarget.TargetName, "SQL statements", 300, Sql, () => new SqlTarget()),
    ];

    /// <summary>One trial for each.</summary>
    public static IEnumerable<Trial> Trials => All.Select(subject => new FuzzTrial(subject));
}
