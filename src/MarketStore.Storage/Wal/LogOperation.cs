namespace MarketStore.Storage.Wal;

/// <summary>
/// Something that waits for its place in the log. The commit thread admits it, writes what it adds to the log, flushes, applies it and answers;
/// several operations share one write and one flush, except those that stand alone.
/// </summary>
internal abstract class LogOperation
{
    readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Completion => _completion.Task;

    /// <summary>True when everything before must be applied first, and nothing may join.</summary>
    public virtual bool StandsAlone => false;

    /// <summary>Bytes that the operation adds to the log, about.</summary>
    public virtual int LogBytes => 0;

    /// <summary>Where the operation's last record is in the log. Set when it is admitted.</summary>
    public LogPlace Place { get; set; }

    /// <summary>Commit thread: checks that the operation still makes sense, and writes its records. An exception refuses this operation alone.</summary>
    public abstract void Admit(LogGroup group);

    /// <summary>Commit thread, after the flush: brings the files and the catalog up to date.</summary>
    public abstract void Apply();

    public void Succeed() => _completion.TrySetResult();

    public void Fail(Exception error) => _completion.TrySetException(error);

    /// <summary>Gives back what the operation holds, once it is answered and will not be applied again.</summary>
    public virtual void Release()
    {
    }
}
