namespace MarketStore.TestKit.Golden;

/// <summary>A multi dataset split by bucket, so that the order of buckets does not matter.</summary>
public static class Dataset
{
    public static Dictionary<string, IReadOnlyList<DatasetColumn>> ByKey(object? dataset)
    {
        var map = Plain.Map(dataset, "a dataset");
        var names = Plain.List(map.GetValueOrDefault("names"), "names");
        var types = Plain.List(map.GetValueOrDefault("types"), "types");
        var data = Plain.List(map.GetValueOrDefault("data"), "data");
        var columnCount = Math.Min(Math.Min(names.Count, types.Count), data.Count);

        var buckets = new Dictionary<string, IReadOnlyList<DatasetColumn>>();
        if (Plain.IsEmpty(map.GetValueOrDefault("startindex")))
            return buckets;
        var lengths = Plain.Map(map.GetValueOrDefault("lengths"), "lengths");
        foreach (var (key, start) in Plain.Map(map["startindex"], "startindex"))
        {
            var firstRow = Plain.Count(start, $"startindex of {key}");
            var rowCount = Plain.Count(lengths.GetValueOrDefault(key), $"lengths of {key}");
            buckets[key] = [.. Enumerable.Range(0, columnCount).Select(column => Slice(names[column], types[column], data[column], firstRow, rowCount))];
        }

        return buckets;
    }

    static DatasetColumn Slice(object? name, object? type, object? data, int firstRow, int rowCount)
    {
        var typeText = Plain.Text(type, "a type");
        var bytes = Plain.Blob(data, "column data");
        var size = DatasetColumn.ElementSize(typeText);
        var start = (int)Math.Min((long)firstRow * size, bytes.Length);
        var end = (int)Math.Min(((long)firstRow + rowCount) * size, bytes.Length);
        return new(Plain.Text(name, "a name"), typeText, bytes[start..end]);
    }
}
