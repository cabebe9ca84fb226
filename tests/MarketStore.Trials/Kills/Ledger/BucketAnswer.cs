using MarketStore.TestKit.Golden;

namespace MarketStore.Trials.Kills.Ledger;

/// <summary>What a query said of one bucket.</summary>
sealed class BucketAnswer(IReadOnlyList<DatasetColumn> columns)
{
    public IReadOnlyList<string> Names { get; } = [.. columns.Select(column => column.Name)];

    public int RowCount { get; } = columns[0].Bytes.Length / DatasetColumn.ElementSize(columns[0].Type);

    /// <exception cref="TrialFailedException">There is no such column, or it has other values or another length.</exception>
    public T[] Column<T>(string name) where T : unmanaged
    {
        var column = columns.FirstOrDefault(candidate => candidate.Name == name) ?? throw new TrialFailedException($"no column {name} among {string.Join(',', Names)}");
        var values = column.As<T>().ToArray();
        return values.Length == RowCount ? values : throw new TrialFailedException($"{values.Length} values of {name} in {RowCount} rows");
    }
}
