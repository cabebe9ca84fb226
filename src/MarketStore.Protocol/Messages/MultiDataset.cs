namespace MarketStore.Protocol.Messages;

/// <summary>
/// A column-major table as it came over the wire, not checked in any way: the lists may differ in length, and the maps may point anywhere.
/// The bytes of <see cref="Data"/> are slices of the buffer that was read, and live as long as that buffer.
/// </summary>
public sealed record MultiDataset
{
    /// <summary>Type codes, one for each column.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The values of all rows of a column, packed and little-endian.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Data { get; init; } = [];

    /// <summary>Rows of all buckets together; not looked at in writes.</summary>
    public long Length { get; init; }

    /// <summary>The first row of each bucket, by key.</summary>
    public IReadOnlyDictionary<string, long> StartIndex { get; init; } = Empty;

    /// <summary>The number of rows of each bucket, by key.</summary>
    public IReadOnlyDictionary<string, long> Lengths { get; init; } = Empty;

    static Dictionary<string, long> Empty { get; } = [];
}
