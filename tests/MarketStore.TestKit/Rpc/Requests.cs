namespace MarketStore.TestKit.Rpc;

/// <summary>Builds the parameters of requests as plain maps.</summary>
public static class Requests
{
    /// <summary>The parameters of one or more requests of a kind.</summary>
    public static Dictionary<string, object?> Of(params IEnumerable<Dictionary<string, object?>> requests) =>
        new() { ["requests"] = requests.Select(request => (object?)request).ToList() };

    public static Dictionary<string, object?> Query(string destination, params IEnumerable<(string Key, object? Value)> settings)
    {
        var request = new Dictionary<string, object?> { ["destination"] = destination };
        foreach (var (key, value) in settings)
            request[key] = value;
        return request;
    }

    public static Dictionary<string, object?> Key(string key) => new() { ["key"] = key };

    public static Dictionary<string, object?> Create(string key, bool isVariable, params IEnumerable<(string Name, string Type)> columns) => new()
    {
        ["key"] = key + ":Symbol/Timeframe/AttributeGroup",
        ["column_names"] = columns.Select(column => (object?)column.Name).ToList(),
        ["column_types"] = columns.Select(column => (object?)column.Type).ToList(),
        ["is_variable_length"] = isVariable,
    };

    public static Dictionary<string, object?> Write(Dictionary<string, object?> dataset, bool isVariable = false) =>
        new() { ["dataset"] = dataset, ["is_variable_length"] = isVariable };

    /// <summary>The same rows for each key: a dataset repeats the columns once for every bucket.</summary>
    public static Dictionary<string, object?> Dataset(IReadOnlyList<string> keys, params IReadOnlyList<TypedColumn> columns)
    {
        var rowCount = (long)columns[0].RowCount;
        return new()
        {
            ["types"] = columns.Select(column => (object?)column.Type).ToList(),
            ["names"] = columns.Select(column => (object?)column.Name).ToList(),
            ["data"] = columns.Select(column => (object?)Repeat(column.Bytes, keys.Count)).ToList(),
            ["length"] = rowCount * keys.Count,
            ["startindex"] = keys.Index().ToDictionary(key => key.Item, key => (object?)(key.Index * rowCount)),
            ["lengths"] = keys.ToDictionary(key => key, _ => (object?)rowCount),
        };
    }

    static byte[] Repeat(byte[] bytes, int count) => [.. Enumerable.Repeat(bytes, count).SelectMany(copy => copy)];
}
