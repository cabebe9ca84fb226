using MarketStore.Cli.Stores;
using MarketStore.Core.Errors;

namespace MarketStore.Cli.Loading;

/// <summary>One load from beginning to end: looks at the bucket and the file, shows what becomes of the columns, and sends the rows.</summary>
/// <param name="terminal">Where progress is watched; null if nobody does.</param>
internal sealed class LoadRun(LoadOptions options, IBucketStore store, TextWriter output, TextWriter error, TextWriter? terminal)
{
    /// <exception cref="MarketStoreException">Not everything was stored.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.ControlPath is { } path)
            await LoadControlledAsync(ControlFileReader.Read(path, error), cancellationToken);
        else
            await LoadSurveyedAsync(cancellationToken);
    }

    async Task LoadControlledAsync(ControlFile control, CancellationToken cancellationToken)
    {
        using var file = CsvFile.Open(options.Path, control);
        var existing = await store.FindAsync(options.Key, cancellationToken)
            ?? throw new MarketStoreException(ErrorKind.NotFound, $"error finding existing bucket: there is no {options.Key}, \\create makes it");
        await LoadAsync(ControlledPlanner.Plan(options, control, file.Header, existing), file, rowCount: null, cancellationToken);
    }

    async Task LoadSurveyedAsync(CancellationToken cancellationToken)
    {
        using var file = CsvFile.Open(options.Path);
        var existing = await store.FindAsync(options.Key, cancellationToken);
        var survey = TakeSurvey();
        if (survey.RowCount > 0)
            await LoadAsync(LoadPlanner.Plan(options, survey, existing), file, survey.RowCount, cancellationToken);
        else
            WriteResult(0);
    }

    async Task LoadAsync(LoadPlan plan, CsvFile file, long? rowCount, CancellationToken cancellationToken)
    {
        PlanText.Write(plan, output);
        var progress = new LoadProgress(terminal, rowCount);
        var loader = new CsvLoader(plan, store, options.SkipsBadRows, progress);
        try
        {
            await loader.LoadAsync(file, cancellationToken);
        }
        finally
        {
            progress.Clear();
            if (cancellationToken.IsCancellationRequested)
                error.WriteLine($"{loader.StoredRows} {(loader.StoredRows == 1 ? "row was" : "rows were")} stored before");
            loader.BadRows.Write(error);
            loader.CutTexts.Write(error);
        }

        if (loader.StoredRows == 0 && loader.BadRows.Count > 0)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{options.Path}: no row could be read, nothing was stored");
        WriteResult(loader.StoredRows);
    }

    FileSurvey TakeSurvey()
    {
        using var file = CsvFile.Open(options.Path);
        return FileSurvey.Take(file);
    }

    void WriteResult(long rowCount) => output.WriteLine($"loaded {rowCount} {(rowCount == 1 ? "row" : "rows")} into {options.Key}");
}
