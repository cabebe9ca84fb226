using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;

namespace MarketStore.Storage.Listing;

/// <summary>Reads what one sound transaction group of the Go server says of its buckets, passing over the rows. Layout: docs/wal.md, "Logs of the Go server".</summary>
internal sealed class GoGroupListing(FileWindow window, long start, long length)
{
    const int LeadBytes = 2 * sizeof(long);
    const int FieldBytes = 24;

    readonly long _end = start + length;
    long _position = start;

    public long Id { get; private set; }

    public LogPartTally Parts { get; } = new();

    /// <summary>Returns what makes no sense, or null.</summary>
    public string? Read()
    {
        var lead = Take(LeadBytes);
        if (lead.Length < LeadBytes)
            return "it is cut short";
        Id = BinaryPrimitives.ReadInt64LittleEndian(lead);
        var count = BinaryPrimitives.ReadInt64LittleEndian(lead[sizeof(long)..]);
        for (long command = 0; command < count; command++)
        {
            if (!TryReadCommand())
                return $"command {command} of group {Id} makes no sense; the group's rows are left out";
        }

        return null;
    }

    bool TryReadCommand()
    {
        var lead = Take(3);
        if (lead.Length < 3 || lead[0] > 1)
            return false;
        var recordType = (RecordType)lead[0];
        var pathBytes = BinaryPrimitives.ReadInt16LittleEndian(lead[1..]);
        var path = pathBytes < 0 ? [] : Take(pathBytes);
        if (path.Length != pathBytes)
            return false;
        var file = Encoding.UTF8.GetString(path);
        var fields = Take(FieldBytes);
        if (fields.Length < FieldBytes)
            return false;
        var dataBytes = BinaryPrimitives.ReadInt32LittleEndian(fields);
        var rowBytes = BinaryPrimitives.ReadInt32LittleEndian(fields[4..]);
        if (dataBytes < 0 || dataBytes > _end - _position)
            return false;
        _position += dataBytes;
        if (!TryPassShapes())
            return false;
        var (bucket, year) = ParsePath(file);
        Parts.Add(bucket, year, recordType == RecordType.Fixed ? 1 : rowBytes > 0 ? dataBytes / rowBytes : 0, dataBytes);
        return true;
    }

    bool TryPassShapes()
    {
        if (Take(1) is not [var count])
            return false;
        for (var shape = 0; shape < count; shape++)
        {
            if (Take(1) is not [var nameBytes])
                return false;
            var column = Take(nameBytes + 1);
            if (column.Length != nameBytes + 1 || !((ElementType)column[nameBytes]).IsStorable())
                return false;
        }

        return true;
    }

    /// <summary>The next bytes of the group; fewer when it ends before.</summary>
    ReadOnlySpan<byte> Take(int count)
    {
        var bytes = window.Peek(_position, (int)Math.Min(count, _end - _position));
        _position += bytes.Length;
        return bytes;
    }

    static (string Bucket, int? Year) ParsePath(string path)
    {
        const string Extension = ".bin";
        var slash = path.LastIndexOf('/');
        return slash > 0
            && path.EndsWith(Extension, StringComparison.Ordinal)
            && int.TryParse(path.AsSpan(slash + 1, path.Length - slash - 1 - Extension.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var year)
            && TimeBucketKey.TryParse(path[..slash], out var key, out _)
            ? (key.ToString(), year)
            : (path, null);
    }
}
