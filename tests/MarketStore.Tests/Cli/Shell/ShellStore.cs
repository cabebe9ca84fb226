using MarketStore.Cli.Stores;
using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;

namespace MarketStore.Tests.Cli.Shell;

/// <summary>A store that remembers what it was asked for, and answers every query with one row.</summary>
sealed class ShellStore : IBucketStore
{
    static readonly BucketDescription Ticks = new(2020, 60_000_000_000, [new("Epoch", ElementType.Int64), new("Bid", ElementType.Float32)], RecordType.Variable);

    /// <summary>What was asked for, in words.</summary>
    public List<string> Calls { get; } = [];

    public int RowCount { get; init; } = 1;

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(["A/1Min/X"]);

    public Task<BucketDescription?> FindAsync(TimeBucketKey key, CancellationToken cancellationToken) => Task.FromResult(key.Symbol == "A" ? Ticks : null);

    public Task CreateAsync(TimeBucketKey key, RecordType recordType, IReadOnlyList<DataShape> columns, CancellationToken cancellationToken) =>
        Note($"create {key} {recordType} {DataShapes.Describe(columns)}");

    public Task DestroyAsync(string key, CancellationToken cancellationToken) => Note($"destroy {key}");

    public Task WriteAsync(TimeBucketKey key, ColumnSeries rows, RecordType recordType, CancellationToken cancellationToken) => Note($"write {rows.RowCount} {key}");

    public Task<IReadOnlyList<BucketRows>> ReadAsync(string destination, TimeRange range, CancellationToken cancellationToken)
    {
        Calls.Add($"read {destination} {range.Start.Seconds} {(range.End == EpochTime.MaxValue ? "on" : range.End.Seconds)}");
        return destination.StartsWith("NOPE", StringComparison.Ordinal)
            ? throw new MarketStoreException(ErrorKind.NotFound, "no files returned from query parse")
            : Task.FromResult<IReadOnlyList<BucketRows>>([.. destination.Split('/')[0].Split(',').Select(symbol => new BucketRows($"{symbol}/1Min/X", Rows()))]);
    }

    public async Task<ColumnSeries> ExecuteSqlAsync(string statement, CancellationToken cancellationToken)
    {
        Calls.Add(statement);
        if (statement.StartsWith("WAIT", StringComparison.Ordinal))
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return Rows();
    }

    public Task<long> TrimAsync(TimeBucketKey key, EpochTime start, CancellationToken cancellationToken)
    {
        Calls.Add($"trim {key} {start.Seconds}");
        return Task.FromResult(3L);
    }

    ColumnSeries Rows() => new([Column.Of<long>("Epoch", ElementType.Int64, new long[RowCount]), Column.Of<float>("Bid", ElementType.Float32, new float[RowCount])], RowCount);

    Task Note(string call)
    {
        Calls.Add(call);
        return Task.CompletedTask;
    }
}
