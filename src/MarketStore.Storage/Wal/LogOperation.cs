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

    /// <summary>True when what the log holds must come into the files: when they refuse, it is tried again until they take it.</summary>
    public virtual bool IsTriedAgain => true;

    /// <summary>Bytes that the operation adds to the log, about.</summary>
    public virtual int LogBytes => 0;

    /// <summary>Set by the commit thread when the operation was written.</summary>
    public ulong Sequence { get; set; }

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
