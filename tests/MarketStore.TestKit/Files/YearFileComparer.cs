using System.Globalization;

namespace MarketStore.TestKit.Files;

/// <summary>Compares year files with recorded ones.</summary>
public static class YearFileComparer
{
    const int PieceBytes = 1 << 16;
    const int DescriptionOffset = 8;
    const int DescriptionEnd = 264;
    const int MostDifferences = 8;

    /// <summary>Every difference in words, up to a number that can be read. Descriptions may differ.</summary>
    public static IReadOnlyList<string> Differences(string wantRoot, string gotRoot, bool isCompressed)
    {
        var want = YearFile.FindAll(wantRoot).ToList();
        var got = YearFile.FindAll(gotRoot).ToList();
        return
        [
            .. want.Except(got).Select(path => $"{path} is missing"),
            .. got.Except(want).Select(path => $"{path} should not be there"),
            .. want.Intersect(got).SelectMany(path => FileDifferences(path, Path.Combine(wantRoot, path), Path.Combine(gotRoot, path), isCompressed).Take(MostDifferences)),
        ];
    }

    static IEnumerable<string> FileDifferences(string name, string wantPath, string gotPath, bool isCompressed)
    {
        using var want = new YearFile(wantPath, isCompressed);
        using var got = new YearFile(gotPath, isCompressed);
        // Blocks of another compressor have other lengths and offsets, so below the header only the rows of variable files are compared.
        var comparedBytes = want.Header.IsVariable ? want.Header.SlotOffset(want.Header.IsDaily ? 0 : 1) : long.MaxValue;
        foreach (var difference in ByteDifferences(name, want.Header, wantPath, gotPath, comparedBytes))
            yield return difference;
        if (!want.Header.IsVariable && new FileInfo(wantPath).Length != new FileInfo(gotPath).Length)
            yield return $"{name}: want {new FileInfo(wantPath).Length} bytes, got {new FileInfo(gotPath).Length}";
        if (!want.Header.IsVariable || !got.Header.IsVariable)
            yield break;
        foreach (var difference in RowDifferences(name, want, got))
            yield return difference;
    }

    static IEnumerable<string> ByteDifferences(string name, YearFileHeader header, string wantPath, string gotPath, long comparedBytes)
    {
        using var want = File.OpenHandle(wantPath);
        using var got = File.OpenHandle(gotPath);
        var seen = new HashSet<long>();
        foreach (var (offset, length) in SparseFile.PiecesOf([wantPath, gotPath], PieceBytes))
        {
            var wanted = SparseFile.Read(want, offset, length);
            var received = SparseFile.Read(got, offset, length);
            for (var index = 0; index < length && offset + index < comparedBytes; index++)
            {
                var position = offset + index;
                if (wanted[index] != received[index] && position is not (>= DescriptionOffset and < DescriptionEnd) && seen.Add(header.IndexAt(position) ?? -position))
                    yield return $"{name}: offset {position}, {Where(header, position)}: want {wanted[index]:x2}, got {received[index]:x2}";
            }
        }
    }

    static IEnumerable<string> RowDifferences(string name, YearFile want, YearFile got)
    {
        var received = got.Slots().ToDictionary(slot => slot.Index, slot => slot.Rows);
        foreach (var (index, wanted) in want.Slots())
        {
            if (!received.Remove(index, out var rows))
                yield return $"{name}: slot {index} is empty, want {wanted.Count} rows";
            else if (rows.Count != wanted.Count)
                yield return $"{name}: slot {index} want {wanted.Count} rows, got {rows.Count}";
            else if (wanted.Index().FirstOrDefault(row => !row.Item.AsSpan().SequenceEqual(rows[row.Index])) is (var row, { } bytes))
                yield return $"{name}: slot {index}, row {row} want {Convert.ToHexString(bytes)}, got {Convert.ToHexString(rows[row])}";
        }

        foreach (var index in received.Keys)
            yield return $"{name}: slot {index} should be empty";
    }

    static string Where(YearFileHeader header, long position) =>
        header.IndexAt(position) is { } index ? string.Create(CultureInfo.InvariantCulture, $"slot {index} byte {position - header.SlotOffset(index)}") : "header";
}
