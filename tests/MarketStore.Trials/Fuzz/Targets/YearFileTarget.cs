using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Storage.Files;
using MarketStore.Trials.Fuzz.Disk;
using MarketStore.Trials.Fuzz.Mutation;
using Snappier;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>
/// A year of ticks in slots of a day: bytes anywhere, triplets, and blocks that are compressed for the input, so that changed rows get behind Snappy. The first byte says whether blocks are stored plain.
/// With sound blocks alone, the rows that come back are known.
/// </summary>
sealed class YearFileTarget : IFuzzTarget
{
    public const string TargetName = "year-file";

    const byte Raw = 0;
    const byte Rows = 1;
    const byte Triplet = 2;
    const byte RawBlock = 3;
    const byte KindCount = 4;

    const int RowBytes = 8;
    const int TripletBytes = 24;
    const int SlotCount = 366;
    const int MaxFileBytes = 1 << 20;
    const int BlocksStart = YearFileHeader.Size + (SlotCount * TripletBytes);
    const string BucketDirectory = $"{FuzzServer.Root}/T/1D/X";

    // A length that a block may have, and that these few bytes cannot make.
    static readonly byte[] AlmostGibibyte = [0xFF, 0xFF, 0xFF, 0xFF, 0x03, 0];

    static readonly TimeBucketKey Key = TimeBucketKey.Parse("T/1D/X");

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Storage;

    public IEnumerable<byte[]> Seeds =>
    [
        [0, .. FileImage.Piece(Rows, 0, Ticks((1, 5), (2, 9))), .. FileImage.Piece(Rows, 31, Ticks((3, 7))), .. FileImage.Piece(Rows, 365, Ticks([.. Enumerable.Range(0, 60).Select(row => (1f, (uint)row << 20))]))],
        [1, .. FileImage.Piece(Rows, 152, Ticks((3, 7), (4, 7), (5, uint.MaxValue))), .. FileImage.Piece(Rows, 153, Ticks((3, 7)))],
        [0, .. FileImage.Piece(Rows, 152, Ticks((3, 7))), .. FileImage.Piece(RawBlock, 153, Snappy.CompressToArray(Ticks((1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6)))), .. FileImage.Piece(Triplet, 40, Slot(BlocksStart, 20))],
        [0, .. FileImage.Piece(Rows, 152, Ticks((3, 7))), .. FileImage.Piece(RawBlock, 20, AlmostGibibyte), .. FileImage.Piece(RawBlock, 152, AlmostGibibyte)],
    ];

    public IEnumerable<byte[]> Words =>
    [
        FileImage.Piece(Rows, 152, Ticks((1, 1))), FileImage.Piece(Rows, 10, [1, 2, 3]), FileImage.Piece(Triplet, 152, Slot(0, 1)), FileImage.Piece(Triplet, 10, Slot(BlocksStart, int.MaxValue)),
        FileImage.Piece(Triplet, 10, Slot(long.MaxValue, long.MaxValue)), FileImage.Piece(Triplet, 10, Slot(BlocksStart, -1)), FileImage.Piece(RawBlock, 20, [0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0]),
        FileImage.Piece(RawBlock, 21, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]), FileImage.Piece(RawBlock, 22, [8, 0x1C, 1, 2, 3, 4, 5, 6, 7, 8]), FileImage.Piece(RawBlock, 23, [64, 0, 7, 0xFE, 1, 0]),
    ];

    /// <summary>Makes every piece one of rows or of a block.</summary>
    public byte[] Refine(byte[] original, byte[] mutated, Chance chance)
    {
        if (mutated.Length == 0)
            return mutated;
        var refined = new List<byte> { mutated[0] };
        foreach (var piece in new FileImage(mutated.AsSpan(1)))
        {
            // Rows of whole length, mostly: a tail that fills no row is passed over.
            var bytes = chance.OneIn(8) ? piece.Bytes : piece.Bytes[..(piece.Bytes.Length / RowBytes * RowBytes)];
            refined.AddRange(FileImage.Piece(piece.Kind % KindCount == RawBlock && chance.OneIn(2) ? RawBlock : Rows, piece.Place % SlotCount, bytes));
        }

        return [.. refined];
    }

    public string Run(ReadOnlySpan<byte> input)
    {
        var isPlain = !input.IsEmpty && (input[0] & 1) == 1;
        var file = Build(input.IsEmpty ? default : input[1..], isPlain, out var expected);
        var disk = new MemoryDisk();
        foreach (var directory in (string[])[FuzzServer.Root, $"{FuzzServer.Root}/T", $"{FuzzServer.Root}/T/1D", BucketDirectory])
            disk.CreateDirectory(directory);
        disk.WriteFile($"{BucketDirectory}/2020.bin", file);
        var options = FuzzServer.Options with { CompressVariableRecords = !isPlain };
        string? refusal = null;
        var (rows, complaints) = Restart.Run(disk, options, database =>
        {
            if (expected is not null)
                CheckRows(database, expected);
            // A tick beside whatever the slot's block is.
            refusal = Refusal.Of(() => LogSample.WriteAsync(database, "T/1D/X", LogSample.Epochs(0), LogSample.Floats(1), LogSample.Nanoseconds(1)));
        });
        Restart.Run(disk, options, refusal is null ? CheckTick : null);
        return $"{(expected is null ? "damaged" : "sound")}{(isPlain ? ", plain" : "")}: {complaints}, {Restart.CountsOf(rows)}";
    }

    public void Dispose()
    {
    }

    /// <param name="expected">The values in order of slot and ticks; null when pieces of other kinds make that unknown.</param>
    static byte[] Build(ReadOnlySpan<byte> image, bool isPlain, out List<byte>? expected)
    {
        var file = new List<byte>(new byte[BlocksStart]);
        var header = new byte[YearFileHeader.Size];
        DataShape[] columns = [new("P", ElementType.Float32)];
        new YearFileHeader("Default", 2020, Timeframe.SecondsPerDay * Timeframe.NanosecondsPerSecond, RecordType.Variable, columns, TripletBytes).Write(header);
        header.CopyTo(CollectionsMarshal.AsSpan(file));
        var slots = new SortedDictionary<uint, byte[]>();
        var isKnown = true;
        foreach (var piece in new FileImage(image))
        {
            var bytes = piece.Bytes;
            if (file.Count + (2 * bytes.Length) > MaxFileBytes)
                break;
            var kind = piece.Kind % KindCount;
            if (kind == Rows && piece.Place < SlotCount && !bytes.IsEmpty)
            {
                // The engine writes rows in order of their ticks, and readers rely on it.
                var sorted = Sort(bytes);
                slots[piece.Place] = sorted;
                Append(file, piece.Place, isPlain ? sorted : Snappy.CompressToArray(sorted));
                continue;
            }

            isKnown = false;
            if (kind == RawBlock && piece.Place < SlotCount)
                Append(file, piece.Place, bytes.ToArray());
            else if (kind == Triplet && piece.Place < SlotCount && bytes.Length >= 16)
                WriteTriplet(file, piece.Place, BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
            else if (piece.Place < file.Count)
                bytes[..(int)Math.Min(bytes.Length, file.Count - piece.Place)].CopyTo(CollectionsMarshal.AsSpan(file)[(int)piece.Place..]);
        }

        expected = isKnown ? [.. slots.Values.SelectMany(rows => rows.Chunk(RowBytes).Where(row => row.Length == RowBytes).SelectMany(row => row[..sizeof(float)]))] : null;
        return [.. file];
    }

    static byte[] Sort(ReadOnlySpan<byte> rows)
    {
        var whole = rows.ToArray().Chunk(RowBytes).Where(row => row.Length == RowBytes).OrderBy(row => BitConverter.ToUInt32(row, sizeof(float))).SelectMany(row => row);
        return [.. whole, .. rows[(rows.Length / RowBytes * RowBytes)..]];
    }

    static void Append(List<byte> file, uint slot, byte[] block)
    {
        WriteTriplet(file, slot, file.Count, block.Length);
        file.AddRange(block);
    }

    // Slot 0 lies in the reserved tail of the header.
    static void WriteTriplet(List<byte> file, uint slot, long offset, long length)
    {
        var target = CollectionsMarshal.AsSpan(file).Slice(YearFileHeader.Size + (((int)slot - 1) * TripletBytes), TripletBytes);
        BinaryPrimitives.WriteInt64LittleEndian(target, slot);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], offset);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], length);
    }

    static void CheckRows(Database database, List<byte> expected)
    {
        using var rows = database.Scan(Key, new ScanRequest(TimeRange.All));
        if (!rows.TryGetColumn("P", out var values) || !values.Value.Data.Span.SequenceEqual(CollectionsMarshal.AsSpan(expected)))
            throw new TrialFailedException($"{rows.RowCount} rows came back where the blocks hold {expected.Count / sizeof(float)}, or others than those");
    }

    /// <summary>What was written while the engine ran is there after a stop, whatever lay in its slot before.</summary>
    static void CheckTick(Database database)
    {
        using var rows = database.Scan(Key, new ScanRequest(new(new(1_590_969_600, 0), new(1_590_969_600, 999))));
        if (rows.RowCount == 0)
            throw new TrialFailedException("a tick that was acknowledged is gone after a clean stop");
    }

    static byte[] Ticks(params (float Price, uint Ticks)[] rows) => [.. rows.SelectMany(row => BitConverter.GetBytes(row.Price).Concat(BitConverter.GetBytes(row.Ticks)))];

    static byte[] Slot(long offset, long length) => [.. BitConverter.GetBytes(offset), .. BitConverter.GetBytes(length)];
}
