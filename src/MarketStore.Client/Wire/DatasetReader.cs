using System.Buffers;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;
using MessagePack;

namespace MarketStore.Client.Wire;

/// <summary>Reads a multi dataset and splits it by bucket, believing nothing that it says of itself.</summary>
internal static class DatasetReader
{
    public static MultiDataset Read(ref MessagePackReader reader)
    {
        var (types, names, data) = (new List<string>(), new List<string>(), new List<ReadOnlyMemory<byte>>());
        var (startIndex, lengths) = (new Dictionary<string, long>(), new Dictionary<string, long>());
        var length = 0L;
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            switch (reader.ReadString())
            {
                case "types": ReplyReader.ReadList(ref reader, types, ReadText); break;
                case "names": ReplyReader.ReadList(ref reader, names, ReadText); break;
                case "data": ReplyReader.ReadList(ref reader, data, ReadBlob); break;
                case "length": length = reader.ReadInt64(); break;
                case "startindex": ReadCounts(ref reader, startIndex); break;
                case "lengths": ReadCounts(ref reader, lengths); break;
                default: ReplyReader.Skip(ref reader); break;
            }
        }

        return new() { Types = types, Names = names, Data = data, Length = length, StartIndex = startIndex, Lengths = lengths };
    }

    /// <summary>The rows of each bucket, in the order in which they lie.</summary>
    /// <exception cref="UnreadableReplyException">The parts of the dataset do not fit each other.</exception>
    public static IReadOnlyList<BucketRows> Split(MultiDataset dataset)
    {
        if (dataset.Names.Count != dataset.Types.Count || dataset.Names.Count != dataset.Data.Count)
            throw UnreadableReplyException.Because($"{dataset.Names.Count} names, {dataset.Types.Count} types and {dataset.Data.Count} columns");

        var columns = dataset.Names.Select((name, column) => ToColumn(name, dataset.Types[column], dataset.Data[column])).ToList();
        return [.. dataset.StartIndex.OrderBy(start => start.Value).Select(start => Cut(columns, start.Key, start.Value, dataset.Lengths.GetValueOrDefault(start.Key)))];
    }

    static Column ToColumn(string name, string wireCode, ReadOnlyMemory<byte> data) => DataShape.TryParse(name, wireCode, out var shape)
        ? new(name, shape.Type, data) { TextLength = shape.TextLength }
        : throw UnreadableReplyException.Because($"column {name} has the unknown type '{wireCode}'");

    static BucketRows Cut(List<Column> columns, string key, long firstRow, long rowCount)
    {
        var rows = columns.Select(column =>
        {
            var available = column.RowCount;
            if (firstRow < 0 || rowCount < 0 || firstRow > available || rowCount > available - firstRow)
                throw UnreadableReplyException.Because($"{key} has the rows {firstRow} to {firstRow + rowCount} of {available} in column {column.Name}");
            var size = column.ElementBytes;
            return column with { Data = column.Data.Slice((int)firstRow * size, (int)rowCount * size) };
        });
        return new(key, new ColumnSeries(rows, checked((int)rowCount)));
    }

    static string ReadText(ref MessagePackReader reader) => reader.ReadString() ?? "";

    // The answer is one contiguous buffer, so a blob is one slice of it.
    static ReadOnlyMemory<byte> ReadBlob(ref MessagePackReader reader) => reader.ReadBytes() is { } bytes ? bytes.First : default;

    static void ReadCounts(ref MessagePackReader reader, Dictionary<string, long> counts)
    {
        if (reader.TryReadNil())
            return;
        for (var entries = reader.ReadMapHeader(); entries > 0; entries--)
        {
            var key = ReadText(ref reader);
            counts[key] = reader.ReadInt64();
        }
    }
}
