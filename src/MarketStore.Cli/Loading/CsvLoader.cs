using MarketStore.Cli.Stores;
using MarketStore.Core.Errors;

namespace MarketStore.Cli.Loading;

/// <summary>Sends the rows of a file to a store, batch by batch, in the order of the file. Memory is that of one batch, however long the file is.</summary>
internal sealed class CsvLoader(LoadPlan plan, IBucketStore store, bool skipsBadRows, LoadProgress progress)
{
    readonly RowBatch _batch = new(plan);
    bool _isAtEnd;

    public long StoredRows { get; private set; }

    /// <summary>What was passed over.</summary>
    public BadRows BadRows { get; } = new();

    /// <summary>What was stored without its end.</summary>
    public CutTexts CutTexts => _batch.CutTexts;

    /// <exception cref="MarketStoreException">A row is malformed, or the store refused one; the message says how many were stored before.</exception>
    public async Task LoadAsync(CsvFile file, CancellationToken cancellationToken)
    {
        BadRow? bad;
        do
        {
            bad = FillBatch(file);
            await StoreBatchAsync(cancellationToken);
        }
        while (bad is null && !_isAtEnd);

        if (bad is not null)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{bad}; {Told(StoredRows)} before it, nothing after it");
    }

    /// <returns>The row that ends the load, or null.</returns>
    BadRow? FillBatch(CsvFile file)
    {
        while (!_batch.IsFull)
        {
            if (!file.MoveNext())
            {
                _isAtEnd = true;
                break;
            }

            if (_batch.Add(file) is not { } bad)
                continue;
            if (!skipsBadRows)
                return bad;
            BadRows.Add(bad);
        }

        return null;
    }

    async Task StoreBatchAsync(CancellationToken cancellationToken)
    {
        if (_batch.RowCount == 0)
            return;
        try
        {
            await store.WriteAsync(plan.Key, _batch.ToSeries(), plan.RecordType, cancellationToken);
        }
        catch (MarketStoreException refusal)
        {
            throw new MarketStoreException(refusal.Kind, $"{refusal.Message}; {Told(StoredRows)} before", refusal);
        }

        StoredRows += _batch.RowCount;
        _batch.Clear();
        progress.Show(StoredRows);
    }

    static string Told(long storedRows) => storedRows == 1 ? "1 row was stored" : $"{storedRows} rows were stored";
}
