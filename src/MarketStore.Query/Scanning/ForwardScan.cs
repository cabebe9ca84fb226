using System.Runtime.ExceptionServices;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Storage;

namespace MarketStore.Query.Scanning;

/// <summary>
/// Reads a bucket from the start of a range on, some rows at a time, so that a result that is smaller than its rows never holds them all.
/// While the caller works on some rows, a thread of the pool reads the next ones, a few pieces ahead so that neither waits for the other each time. For one caller's thread.
/// </summary>
internal sealed class ForwardScan(Database database, BucketInfo bucket, TimeRange range, IReadOnlyList<string>? columns, int chunkRows, ScanCounter? counter = null) : IDisposable
{
    const int MostAhead = 2;

    readonly ScanSteps _steps = new(database, bucket, range, columns, chunkRows, counter);
    // Under the gate, as all that follows. The steps are the reading thread's.
    readonly Queue<ColumnSeries> _ahead = new();
    readonly object _gate = new();
    bool _isReading;
    bool _isScheduled;
    bool _isFinished;
    bool _isDisposed;
    ExceptionDispatchInfo? _failure;

    /// <summary>The next rows, at least one, or null at the end. The caller disposes them.</summary>
    public ColumnSeries? Next(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            while (_ahead.Count == 0 && _isReading)
                Monitor.Wait(_gate);
            if (_ahead.TryDequeue(out var rows))
            {
                Schedule(cancellationToken);
                return rows;
            }

            _failure?.Throw();
            if (_isFinished)
                return null;
            // No thread has taken the reading up yet: it is carried out here, so that a busy pool delays nobody.
            _isReading = true;
        }

        ReadOne(cancellationToken);
        lock (_gate)
        {
            _isReading = false;
            _failure?.Throw();
            Schedule(cancellationToken);
            return _ahead.TryDequeue(out var rows) ? rows : null;
        }
    }

    /// <summary>Waits for what is read ahead and drops it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            while (_isReading)
                Monitor.Wait(_gate);
            while (_ahead.TryDequeue(out var rows))
                rows.Dispose();
        }
    }

    /// <summary>Under the gate.</summary>
    bool IsWanted => !_isDisposed && !_isFinished && _failure is null && _ahead.Count < MostAhead;

    /// <summary>Under the gate.</summary>
    void Schedule(CancellationToken cancellationToken)
    {
        if (_isReading || _isScheduled || !IsWanted)
            return;
        _isScheduled = true;
        ThreadPool.UnsafeQueueUserWorkItem(ReadAhead, cancellationToken, preferLocal: false);
    }

    void ReadAhead(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _isScheduled = false;
            if (_isReading || !IsWanted)
                return;
            _isReading = true;
        }

        for (var isWanted = true; isWanted;)
        {
            ReadOne(cancellationToken);
            lock (_gate)
            {
                isWanted = _isReading = IsWanted;
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>By the one thread that reads. A failure is the caller's to hear of, once it has had what was read before.</summary>
    void ReadOne(CancellationToken cancellationToken)
    {
        ColumnSeries? rows = null;
        ExceptionDispatchInfo? failure = null;
        var isLast = true;
        try
        {
            rows = _steps.Next(cancellationToken, out isLast);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        lock (_gate)
        {
            (_failure, _isFinished) = (failure, isLast);
            if (rows is not null)
                _ahead.Enqueue(rows);
        }
    }
}
