using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MarketStore.Trials.Fuzz.Mutation;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>A segment of our log in a directory with year files: the start takes what is sound, names what is not, and a second start finds the same rows.</summary>
sealed class LogTarget : IFuzzTarget
{
    public const string TargetName = "log";

    const int NumberOffset = 16;

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Storage;

    public IEnumerable<byte[]> Seeds => LogSample.Instance.Segments;

    public IEnumerable<byte[]> Words =>
    [
        .. new[] { "MSRC", "SMWALLOG", "A/1Min/P", "T/4H/X", "D/1D/P", "B/2H/Z", "T", "T/4H", "..", "P", "Epoch", "" }.Select(Encoding.UTF8.GetBytes),
        BitConverter.GetBytes(2020), BitConverter.GetBytes(2021), BitConverter.GetBytes(9_990), BitConverter.GetBytes(-9_991), BitConverter.GetBytes(int.MaxValue),
        [0, 0, 0, 0], [1, 0, 0, 0], [2, 0, 0, 0], [3, 0, 0, 0], [4, 0, 0, 0], [24, 0, 0, 0], [16, 0, 0, 0], [12, 0, 0, 0],
    ];

    public byte[] Refine(byte[] original, byte[] mutated, Chance chance) => LogSeal.Seal(mutated, chance);

    public string Run(ReadOnlySpan<byte> input)
    {
        var disk = LogSample.Instance.Disk.Clone();
        // A segment's name is its number: with another name nothing in it would be looked at.
        var number = input.Length < NumberOffset + sizeof(ulong) ? 1 : BinaryPrimitives.ReadUInt64LittleEndian(input[NumberOffset..]);
        var path = $"{FuzzServer.Root}/{number.ToString("x16", CultureInfo.InvariantCulture)}.mslog";
        disk.WriteFile(path, input);
        var (rows, complaints) = Restart.Run(disk, FuzzServer.Options);
        if (disk.FilePaths.FirstOrDefault(file => file.EndsWith(".mslog", StringComparison.Ordinal) || file.EndsWith(".walfile", StringComparison.Ordinal)) is { } left)
            throw new TrialFailedException($"a clean stop leaves {left}: {complaints}");
        if (Restart.Run(disk, FuzzServer.Options).Rows is var again && again != rows)
            throw new TrialFailedException($"after replay there were\n{rows}and after a clean stop there are\n{again}");
        return $"{Restart.CountsOf(rows)}: {complaints}";
    }

    public void Dispose()
    {
    }
}
