using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Snappier;

namespace MarketStore.TestKit.Files;

/// <summary>Decodes a year file by the description of the format. For fixed buckets a slot holds one row, for variable ones any number.</summary>
public sealed class YearFile : IDisposable
{
    readonly SafeFileHandle _file;
    readonly string _path;
    readonly bool _isCompressed;

    public YearFile(string path, bool isCompressed)
    {
        _path = path;
        _isCompressed = isCompressed;
        _file = File.OpenHandle(path);
        Header = YearFileHeader.Read(SparseFile.Read(_file, 0, YearFileHeader.Size));
    }

    public YearFileHeader Header { get; }

    /// <summary>The year's length decides: slots end where the blocks of variable rows begin.</summary>
    public long EndOfSlots => YearFileHeader.Size + (DateTime.IsLeapYear((int)Header.Year) ? 366 : 365) * YearFileHeader.DayNanoseconds / Header.TimeframeNanoseconds * Header.RecordLength;

    public static IEnumerable<string> FindAll(string root) =>
        Directory.EnumerateFiles(root, "*.bin", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Order(StringComparer.Ordinal);

    /// <summary>The used slots in order: each with its rows, of which a variable one ends with its ticks.</summary>
    public IEnumerable<(long Index, IReadOnlyList<byte[]> Rows)> Slots()
    {
        foreach (var index in CandidateIndexes())
        {
            var slot = SparseFile.Read(_file, Header.SlotOffset(index), Header.RecordLength);
            var stored = BinaryPrimitives.ReadInt64LittleEndian(slot);
            // Index 0 means empty; only the daily slot of January 1 bears it and may be in use all the same.
            if (stored == 0 && !(index == 0 && slot.AsSpan().ContainsAnyExcept((byte)0)))
                continue;
            if (stored != index)
                throw new InvalidDataException($"{_path}: the slot of index {index} at {Header.SlotOffset(index)} says {stored}");
            yield return (index, Header.IsVariable ? ReadBlock(slot) : [slot.AsSpan(sizeof(long), Header.FieldBytes).ToArray()]);
        }
    }

    public void Dispose() => _file.Dispose();

    IEnumerable<long> CandidateIndexes()
    {
        var end = EndOfSlots;
        long next = Header.IsDaily ? 0 : 1;
        foreach (var (offset, length) in SparseFile.DataExtents(_path))
        {
            next = Math.Max(next, Header.IndexAt(offset) ?? next);
            for (; Header.SlotOffset(next) < Math.Min(offset + length, end); next++)
                yield return next;
        }
    }

    List<byte[]> ReadBlock(ReadOnlySpan<byte> triplet)
    {
        var offset = BinaryPrimitives.ReadInt64LittleEndian(triplet[8..]);
        var length = BinaryPrimitives.ReadInt64LittleEndian(triplet[16..]);
        if (offset < EndOfSlots || length <= 0 || offset + length > RandomAccess.GetLength(_file))
            throw new InvalidDataException($"{_path}: a block of {length} bytes at {offset}");

        var block = SparseFile.Read(_file, offset, (int)length);
        if (_isCompressed)
            block = Snappy.DecompressToArray(block);
        if (block.Length % Header.VariableRowLength != 0)
            throw new InvalidDataException($"{_path}: the block at {offset} has {block.Length} bytes, no whole number of rows of {Header.VariableRowLength}");
        return [.. block.Chunk(Header.VariableRowLength)];
    }
}
