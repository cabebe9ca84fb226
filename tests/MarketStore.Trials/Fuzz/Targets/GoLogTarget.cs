using System.Text;
using MarketStore.Trials.Fuzz.Mutation;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>A log that a Go server left in a directory with year files: taken over or set aside, and the same rows after one more start.</summary>
sealed class GoLogTarget : IFuzzTarget
{
    public const string TargetName = "go-log";

    const string LogPath = $"{FuzzServer.Root}/WALFile.1615734500000000001.walfile";

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Storage;

    public IEnumerable<byte[]> Seeds =>
    [
        [.. GoLogBytes.Status(), .. GoLogBytes.Commit(1, GoLogBytes.Bar("A/1Min/P/2020.bin", 7, 1), GoLogBytes.Bar("N/1D/P/2019.bin", 0, 2)), .. GoLogBytes.Commit(2, GoLogBytes.Bar("A/1Min/P/2020.bin", 8, 1))],
        [
            .. GoLogBytes.Status(replayState: 3), .. GoLogBytes.Commit(1, GoLogBytes.Bar("A/1Min/P/2020.bin", 7, 1)), .. GoLogBytes.Checkpoint(1),
            .. GoLogBytes.Commit(2, GoLogBytes.Ticks("T/4H/X/2020.bin", 914, (1, 2), (3, 4)), GoLogBytes.Ticks("U/1Sec/X/2021.bin", 31_536_000, (1, uint.MaxValue))),
        ],
        GoLogBytes.Status(replayState: 2),
    ];

    public IEnumerable<byte[]> Words =>
    [
        .. new[] { "A/1Min/P/2020.bin", "T/4H/X/2020.bin", "A/1Min/P/9990.bin", "A/1Min/P/-9991.bin", "A/1Min/../2020.bin", "Z/2W/Q/2020.bin", "Z/1S/Q/0.bin", "/", ".bin" }.Select(Encoding.UTF8.GetBytes),
        GoLogBytes.Status(), GoLogBytes.Checkpoint(1), GoLogBytes.Bar("A/1Min/P/2020.bin", 9, 1), GoLogBytes.Ticks("T/4H/X/2020.bin", 914, (1, 2)),
    ];

    public byte[] Refine(byte[] original, byte[] mutated, Chance chance) => GoLogBytes.Seal(mutated);

    public string Run(ReadOnlySpan<byte> input)
    {
        var disk = LogSample.Instance.Disk.Clone();
        disk.WriteFile(LogPath, input);
        var (rows, complaints) = Restart.Run(disk, FuzzServer.Options);
        if (disk.FilePaths.FirstOrDefault(file => file.EndsWith(".mslog", StringComparison.Ordinal) || file.EndsWith(".walfile", StringComparison.Ordinal)) is { } left)
            throw new TrialFailedException($"a clean stop leaves {left}: {complaints}");
        if (Restart.Run(disk, FuzzServer.Options).Rows is var again && again != rows)
            throw new TrialFailedException($"after the takeover there were\n{rows}and after a clean stop there are\n{again}");
        return $"{Restart.CountsOf(rows)}, {(disk.FileExists(LogPath + ".tmp") ? "set aside" : "gone")}, {complaints}";
    }

    public void Dispose()
    {
    }
}
