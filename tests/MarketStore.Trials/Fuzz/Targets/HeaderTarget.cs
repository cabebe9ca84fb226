using System.Text;
using MarketStore.Core.Types;
using MarketStore.Storage.Files;
using MarketStore.Trials.Fuzz.Disk;
using OwnHeader = MarketStore.TestKit.Files.YearFileHeader;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Headers of year files, as pieces over zeros: read alone, and as a file of a bucket of days that takes a row.</summary>
sealed class HeaderTarget : IFuzzTarget
{
    public const string TargetName = "header";

    const string BucketDirectory = $"{FuzzServer.Root}/A/1D/P";

    // Some slots behind the header.
    const int FileBytes = YearFileHeader.Size + 4_096;

    static readonly long[] ColumnSizes = [4, 4, 8, 8, 0, 1, 1, 0, 0, 2, 1, 2, 4, 8, 64];

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Storage;

    public IEnumerable<byte[]> Seeds =>
    [
        Of(RecordType.Fixed, new DataShape("P", ElementType.Float32)),
        Of(RecordType.Variable, new DataShape("P", ElementType.Float64), new DataShape("Size", ElementType.UInt16)),
        Of(RecordType.Fixed, [.. Enum.GetValues<ElementType>().Where(type => type.IsStorable()).Select(type => new DataShape($"C{(int)type}", type))]),
        Of(RecordType.Fixed),
    ];

    public IEnumerable<byte[]> Words =>
    [
        FileImage.Piece(0, 0, 2), FileImage.Piece(0, 264, 0xE5, 0x07), FileImage.Piece(0, 280, 1), FileImage.Piece(0, 280, 0), FileImage.Piece(0, 288, 0, 4), FileImage.Piece(0, 288, 2), FileImage.Piece(0, 296, 16),
        FileImage.Piece(0, 296, 24), FileImage.Piece(0, 312 + 32, (byte)'P'), FileImage.Piece(0, 312, "Epoch"u8), FileImage.Piece(0, 312, 0xC3, 0x28), FileImage.Piece(0, 33_080, 14), FileImage.Piece(0, 33_080, 4),
        FileImage.Piece(0, 34_104, 1), FileImage.Piece(0, 37_008, 1), FileImage.Piece(0, 37_024, 1),
    ];

    public string Run(ReadOnlySpan<byte> input)
    {
        var file = new byte[FileBytes];
        foreach (var piece in new FileImage(input))
        {
            if (piece.Place < FileBytes)
                piece.Bytes[..Math.Min(piece.Bytes.Length, FileBytes - (int)piece.Place)].CopyTo(file.AsSpan((int)piece.Place));
        }

        var kind = YearFileHeader.TryRead(file, out var header, out var fault) ? "a header" : OutcomeText.KindOf(fault);
        if (header is not null)
            Check(header, file);
        var disk = new MemoryDisk();
        foreach (var directory in (string[])[FuzzServer.Root, $"{FuzzServer.Root}/A", $"{FuzzServer.Root}/A/1D", BucketDirectory])
            disk.CreateDirectory(directory);
        disk.WriteFile($"{BucketDirectory}/2020.bin", file);
        var (_, complaints) = Restart.Run(disk, FuzzServer.Options, database => Refusal.Of(() => LogSample.WriteAsync(database, "A/1D/P", LogSample.Epochs(0), LogSample.Floats(1))));
        var (rows, _) = Restart.Run(disk, FuzzServer.Options);
        return $"{kind}, {complaints}, {Restart.CountsOf(rows)}";
    }

    public void Dispose()
    {
    }

    /// <summary>What is accepted says what docs/file-format.md allows, and every field is what the bytes say.</summary>
    static void Check(YearFileHeader header, byte[] file)
    {
        var own = OwnHeader.Read(file);
        var fieldBytes = own.Columns.Sum(column => ColumnSizes[column.Type]);
        var slotBytes = own.IsVariable ? 24 : ((fieldBytes + 7) / 8 * 8) + 8;
        if (own.Version != 2 || own.Columns.Any(column => column.Type >= ColumnSizes.Length || ColumnSizes[column.Type] == 0) || own.RecordLength != slotBytes || own.TimeframeNanoseconds <= 0)
            throw new TrialFailedException("a damaged header was accepted");
        if (header.Year != own.Year || header.TimeframeNanoseconds != own.TimeframeNanoseconds || header.RecordType != (own.IsVariable ? RecordType.Variable : RecordType.Fixed) || header.RecordLength != slotBytes
            || !header.Columns.Select(column => (column.Name, (byte)column.Type)).SequenceEqual(own.Columns))
            throw new TrialFailedException("the header was read as something else");
    }

    static byte[] Of(RecordType recordType, params DataShape[] columns)
    {
        var bytes = new byte[YearFileHeader.Size];
        new YearFileHeader("Default", 2020, OwnHeader.DayNanoseconds, recordType, columns, YearFileHeader.RecordLengthOf(recordType, columns)).Write(bytes);
        return FileImage.Of(bytes, kind: 0);
    }
}
