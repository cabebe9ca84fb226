using System.Buffers.Binary;
using MarketStore.Trials.FailingCalls;

namespace MarketStore.Trials.DamagedFiles;

/// <summary>Reads a year file of a trial's bucket by its description, docs/file-format.md, and nothing else: what it says after damage, and what cannot be read.</summary>
sealed class YearImage
{
    const int HeaderBytes = 37_024;
    const int RowBytes = 16;

    static readonly byte[] Columns = [.. NameOf(StoreRow.NumberColumn), .. NameOf(StoreRow.PriceColumn)];

    /// <param name="yearStart">The year's first second.</param>
    /// <param name="days">Days of the year.</param>
    public YearImage(Func<long, int, byte[]> read, long length, int year, long yearStart, int days, long slotSeconds, bool isVariable)
    {
        var header = read(0, HeaderBytes);
        IsSetAside = length < HeaderBytes
            || Int64(header, 0) != 2 || Int64(header, 264) != year || Int64(header, 272) != slotSeconds * 1_000_000_000
            || Int64(header, 280) != (isVariable ? 1 : 0) || Int64(header, 288) != 2 || Int64(header, 296) != 24
            || !TrimmedNames(header).AsSpan().SequenceEqual(Columns) || header[33_080] != 3 || header[33_081] != 2;
        if (IsSetAside)
            return;
        var slots = days * 86_400L / slotSeconds;
        EndOfSlots = HeaderBytes + (slots * 24);
        IsCutShort = length < EndOfSlots;
        var isDaily = slotSeconds == 86_400;
        var bytes = read(0, (int)EndOfSlots);
        for (long index = isDaily ? 0 : 1; index <= (isDaily ? slots - 1 : slots); index++)
        {
            var slot = bytes.AsSpan((int)(HeaderBytes + ((index - 1) * 24)), 24);
            var start = yearStart + ((isDaily ? index : index - 1) * slotSeconds);
            if (isVariable)
                ReadBlock(read, length, slot, index, start, slotSeconds);
            else if (index == 0 ? slot[8..].ContainsAnyExcept((byte)0) : Int64(slot, 0) != 0)
                Rows.Add(new(index, Int64(slot, 8), Int64(slot, 16), start, 0));
        }
    }

    /// <summary>True when the header does not fit name, directory and columns: nothing is read then.</summary>
    public bool IsSetAside { get; }

    public bool IsCutShort { get; }

    public long EndOfSlots { get; }

    public List<ImageRow> Rows { get; } = [];

    /// <summary>Slots whose block cannot be read.</summary>
    public List<long> Unreadable { get; } = [];

    /// <summary>Where the readable blocks lie, with their slots.</summary>
    public List<(long Index, long Offset, long Length)> Blocks { get; } = [];

    /// <summary>A row as its bytes have it, at the instant that its slot and ticks say, rounded to nanoseconds.</summary>
    public readonly record struct ImageRow(long Index, long Number, long PriceBits, long Epoch, int Nanoseconds);

    void ReadBlock(Func<long, int, byte[]> read, long length, ReadOnlySpan<byte> slot, long index, long start, long slotSeconds)
    {
        if (Int64(slot, 0) == 0)
            return;
        var (offset, bytes) = (Int64(slot, 8), Int64(slot, 16));
        var rows = offset >= EndOfSlots && bytes is > 0 and < int.MaxValue && offset <= length - bytes ? SnappyText.Decode(read(offset, (int)bytes)) : null;
        if (rows is null)
        {
            Unreadable.Add(index);
            return;
        }

        Blocks.Add((index, offset, bytes));
        var found = new List<(uint Ticks, ImageRow Row)>();
        for (var at = 0; at + RowBytes + 4 <= rows.Length; at += RowBytes + 4)
        {
            var ticks = BinaryPrimitives.ReadUInt32LittleEndian(rows.AsSpan(at + RowBytes));
            // A slot is divided into 2^32 ticks; nothing lies behind its last nanosecond.
            var nanoseconds = Math.Min(slotSeconds * 1_000_000_000 - 1, (long)(((UInt128)ticks * (ulong)(slotSeconds * 1_000_000_000) + (1UL << 31)) >> 32));
            found.Add((ticks, new(index, Int64(rows.AsSpan(at), 0), Int64(rows.AsSpan(at), 8), start + (nanoseconds / 1_000_000_000), (int)(nanoseconds % 1_000_000_000))));
        }

        Rows.AddRange(found.OrderBy(row => row.Ticks).Select(row => row.Row));
    }

    /// <summary>NULs on either side of a name do not count.</summary>
    static byte[] TrimmedNames(ReadOnlySpan<byte> header) => [.. NameOf(Trim(header.Slice(312, 32))), .. NameOf(Trim(header.Slice(344, 32)))];

    static string Trim(ReadOnlySpan<byte> name) => System.Text.Encoding.Latin1.GetString(name.Trim((byte)0));

    static byte[] NameOf(string name) => System.Text.Encoding.Latin1.GetBytes(name.PadRight(32, '\0'));

    static long Int64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
}
