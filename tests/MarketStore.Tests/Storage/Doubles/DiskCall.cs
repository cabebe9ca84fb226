namespace MarketStore.Tests.Storage.Doubles;

/// <summary>One call to a disk.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Path">The file or directory; the source of a rename.</param>
/// <param name="Offset">Where in the file.</param>
/// <param name="Length">Bytes asked for; the new length of the file for <see cref="DiskCallKind.SetLength"/>.</param>
readonly record struct DiskCall(DiskCallKind Kind, string Path, long Offset = 0, long Length = 0)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public bool IsLog => Name.EndsWith(".mslog", StringComparison.Ordinal);

    public bool IsYearFile => Name.EndsWith(".bin", StringComparison.Ordinal);

    /// <summary>True for what changes anything on the disk.</summary>
    public bool Changes => Kind is not (DiskCallKind.Open or DiskCallKind.ListDirectory or DiskCallKind.Read);
}
