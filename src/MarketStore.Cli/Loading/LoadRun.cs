using MarketStore.Client;
using MarketStore.Core.Errors;

namespace MarketStore.Cli.Loading;

/// <summary>One load from beginning to end: looks at the bucket and the file, shows what becomes of the columns, and sends the rows.</summary>
/// <param name="terminal">Where progress is watched; null if nobody does.</param>
internal sealed class LoadRun(LoadOptions options, MarketStoreClient client, TextWriter output, TextWriter error, TextWriter? terminal)
{
    /// <exception cref="MarketStoreException">Not everything was stored.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var file = CsvFile.Open(options.Path);
        var existing = await FindBucketAsync(cancellationToken);
        var survey = TakeSurvey();
        if (survey.RowCount > 0)
        {
            var plan = LoadPlanner.Plan(options, survey, existing);
            PlanText.Write(plan, output);
            await LoadAsync(plan, file, survey.RowCount, cancellationToken);
        }
        else
        {
            WriteResult(0);
        }
    }

    async Task LoadAsync(LoadPlan plan, CsvFile file, long rowCount, CancellationToken cancellationToken)
    {
        var progress = new LoadProgress(terminal, rowCount);
        var loader = new CsvLoader(plan, client, options.SkipsBadRows, progress);
        try
        {
            await loader.LoadAsync(file, cancellationToken);
        }
        finally
        {
            progress.Clear();
            loader.BadRows.Write(error);
        }

        if (loader.StoredRows == 0)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{options.Path}: no row could be read, nothing was stored");
        WriteResult(loader.StoredRows);
    }

    async Task<BucketDescription?> FindBucketAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetInfoAsync(options.Key.ToString(), cancellationToken);
        }
        catch (MarketStoreException fault) when (fault.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }

    FileSurvey TakeSurvey()
    {
        using var file = CsvFile.Open(options.Path);
        return FileSurvey.Take(file);
    }

    void WriteResult(long rowCount) => output.WriteLine($"loaded {rowCount} {(rowCount == 1 ? "row" : "rows")} into {options.Key}");
}
