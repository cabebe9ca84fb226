using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Storage.Changes;
using MarketStore.Trials.PowerCuts.Listening;
using MarketStore.Trials.PowerCuts.Simulation;
using MarketStore.Trials.PowerCuts.Workload;

namespace MarketStore.Trials.PowerCuts;

/// <summary>Uses a store as its clients and its operator would, one step after the other, and keeps the Ledger.</summary>
/// <param name="listening">Decides what listeners are done with, and when; null where nobody listens.</param>
sealed class Worker(SimulatedDisk disk, WorkloadPlan plan, RowSource rows, Random chance, TrialTally tally, Random? listening)
{
    static readonly string[] Symbols = ["A", "B"];
    static readonly string[] Timeframes = ["1Sec", "1Min", "1H", "1D"];
    static readonly string[] Groups = ["X", "Y"];

    const string BulkKey = "A/1H/T";

    int _wideBatches;
    int _openedAt;

    /// <summary>The process that has the store open.</summary>
    public Session Session { get; private set; } = null!;

    public Ledger Ledger { get; private set; } = new(StoreVersion.Empty);

    /// <summary>What listeners were told.</summary>
    public ChangeBook Book { get; } = new();

    /// <summary>Says what the store held at the start, and of what a listener is to be told again.</summary>
    /// <exception cref="TrialFailedException">It was not.</exception>
    public void Begin(StoreVersion start, IReadOnlyList<ChangedRange> missed)
    {
        Ledger = new(start);
        tally.Add("changes told again after a cut", missed.Count);
        if (Session.Listener is { } listener)
            Book.Begin(listener, missed, _openedAt);
    }

    /// <exception cref="TrialFailedException">It does not start.</exception>
    public void Open()
    {
        try
        {
            Session = new Session(disk, plan, listening is null ? null : new(disk, listening.Next()));
            _openedAt = disk.ChangeCount;
        }
        catch (Exception error) when (error is IOException or MarketStoreException or UnauthorizedAccessException)
        {
            throw new TrialFailedException($"the store does not start: {error}");
        }
    }

    /// <summary>Some steps, and more until the disk has changed so often.</summary>
    public void Steps(int count, int minChanges = 0)
    {
        for (var step = 0; step < count || disk.ChangeCount < minChanges; step++)
            Step();
    }

    void Step()
    {
        Act();
        if (plan.FailsFlushes && chance.Next(10) == 0)
            FailFlush();
        if (plan.IsOrdered && Session.Database.Status.HotRowBytes > plan.Options.HotRowBytes / 2)
            Checkpoint();
        Session.Listener?.CatchUp();
        Book.RequireNothingElse();
    }

    void Act()
    {
        if (plan.Deletes && chance.Next(8) == 0)
        {
            Delete();
            return;
        }

        switch (chance.Next(100))
        {
            case < 40:
                Write([NewBatch()]);
                break;
            // Running free, one of several may wait for a checkpoint and come after the others.
            case < 48 when plan.IsOrdered:
                Write([.. Enumerable.Range(0, chance.Next(2, 5)).Select(_ => NewBatch())]);
                break;
            case < 54:
                Write([BulkBatch()]);
                break;
            case < 59:
                Create();
                break;
            case < 65 when plan.Sync == WalSync.Commit:
                Destroy();
                break;
            case < 80:
                Session.BeginCheckpoint();
                Session.AdvanceCheckpoint(chance.Next(0, 8));
                break;
            case < 90:
                Checkpoint();
                break;
            case < 93:
                Reopen(isClean: true);
                break;
            case < 96:
                Reopen(isClean: false);
                break;
            case < 98:
                KillWithin();
                break;
            case < 99 when plan.IsWide:
                Write([WideBatch()]);
                Checkpoint();
                break;
            default:
                Write([NewBatch()]);
                break;
        }
    }

    /// <summary>What the store answers is what it was told.</summary>
    public void RequireCurrent(string when)
    {
        try
        {
            StateCheck.RequireOneOf([Ledger.Current], StateReader.Read(Session.Database), tally);
        }
        catch (TrialFailedException error)
        {
            throw new TrialFailedException($"{when}: {error.Message}");
        }
    }

    /// <summary>Ends the process and starts another on the same disk; the power stays on.</summary>
    public void Reopen(bool isClean)
    {
        var known = Ledger.Entries.Count;
        if (isClean)
        {
            Session.Stop();
            Ledger.Cover(known, disk.ChangeCount);
            RequireNoLog();
        }
        else
        {
            Session.Kill();
        }

        tally.Add(isClean ? "clean stops" : "kills");
        Open();
        RequireCurrent(isClean ? "after a clean stop" : "after a kill");
        ListenOn();
    }

    /// <summary>The listener of another process was told of what the one before was not done with.</summary>
    void ListenOn()
    {
        if (Session.Listener is { } listener)
            tally.Add("changes told again after a stop or a kill", Book.GoOn(listener, Ledger.Entries.Count, _openedAt, Ledger));
    }

    void RequireNoLog()
    {
        lock (disk.Gate)
        {
            // After a flush that failed the log stays, and is said to.
            if (Session.Log.Errors.Count == 0 && disk.Tree.DirectoryOf(DiskTree.Root).Names.FirstOrDefault(name => name.EndsWith(".mslog", StringComparison.Ordinal)) is { } segment)
                throw new TrialFailedException($"a clean stop left {segment}");
        }
    }

    /// <summary>The process dies during a write: the batch is there afterwards or is not, and so it stays.</summary>
    void KillWithin()
    {
        var before = Ledger.Current;
        var (entry, operation) = Submit(NewBatch(), disk.ChangeCount);
        Session.KillWithin(operation, chance.Next(5));
        tally.Add("kills");
        Open();
        if (StateCheck.RequireOneOf([entry.After, before], StateReader.Read(Session.Database), tally) == before)
            Ledger.Refuse(entry, before, disk.ChangeCount);
        else
            Answer([entry]);
        Judge(entry, isKilled: true);
        Book.RequireNothingElse();
        ListenOn();
    }

    void Checkpoint()
    {
        Session.FinishCheckpoint();
        var (known, errors) = (Ledger.Entries.Count, Session.Log.Errors.Count);
        Session.BeginCheckpoint();
        Session.FinishCheckpoint();
        if (Session.Log.Errors.Count == errors)
            Ledger.Cover(known, disk.ChangeCount);
        tally.Add("checkpoints");
    }

    void FailFlush()
    {
        var kind = listening?.Next(3) == 0 ? FlushKind.Unfinished : plan.IsWide && chance.Next(3) == 0 ? FlushKind.FileSystem : (FlushKind)chance.Next((int)FlushKind.FileSystem);
        var batches = kind == FlushKind.FileSystem ? WideBatch() : NewBatch();
        Session.FinishCheckpoint();
        if (kind != FlushKind.Log)
            Write([batches]);
        disk.FailNext(kind);
        if (kind == FlushKind.Log && chance.Next(4) > 0)
            Write([batches], mayBeRefused: true);
        else
            Checkpoint();
        if (disk.FailNext(null))
            tally.Add("failed flushes");
    }

    void Write(IReadOnlyList<List<Part>> batches, bool mayBeRefused = false)
    {
        var before = Ledger.Current;
        var submitted = disk.ChangeCount;
        var entries = new List<LedgerEntry>();
        var operations = new List<Func<Task>>();
        foreach (var batch in batches)
        {
            var (entry, operation) = Submit(batch, submitted);
            entries.Add(entry);
            operations.Add(operation);
        }

        try
        {
            Session.Run(operations);
        }
        catch (MarketStoreException error) when (mayBeRefused && error.Kind == ErrorKind.StorageFailure)
        {
            Ledger.Refuse(entries[^1], before, disk.ChangeCount);
            Judge(entries[^1]);
            tally.Add("refused batches");
            return;
        }

        Answer(entries);
        entries.ForEach(entry => Judge(entry));
    }

    /// <summary>Looks at what the listener was told of an operation.</summary>
    void Judge(LedgerEntry entry, bool isKilled = false)
    {
        if (Session.Listener is null)
            return;
        Book.Judge(entry, Ledger.Entries.IndexOf(entry), isKilled);
        tally.Add("changes told", entry.Changes.Count);
    }

    /// <summary>Enters a batch in the ledger.</summary>
    (LedgerEntry Entry, Func<Task> Operation) Submit(List<Part> batch, int moment)
    {
        // An earlier one of the group may make the bucket.
        var parts = batch.ConvertAll(part => part with { Bucket = Ledger.Current.Buckets.GetValueOrDefault(part.Key, part.Bucket) });
        var entry = new LedgerEntry($"batch {Ledger.Entries.Count}", Ledger.Current.With(parts.Select(part => (part.Key, part.Bucket.With(part.Rows)))), moment)
        {
            Writes = [.. parts.Select(part => (part.Key, (IReadOnlyList<ModelRow>)part.Rows))],
            Changes = [.. parts.Select(part => LedgerChange.Of(part.Key, part.Bucket, part.Rows))],
        };
        Ledger.Submit(entry);
        return (entry, () => Session.Database.WriteAsync(parts.ConvertAll(ToWrite)));
    }

    static BucketWrite ToWrite(Part part) => new(TimeBucketKey.Parse(part.Key), RowSchema.All[part.Bucket.Schema].ToSeries(part.Rows, part.Bucket.IsVariable), part.Bucket.IsVariable);

    void Create()
    {
        var (key, bucket) = PickBucket();
        if (Ledger.Current.Buckets.ContainsKey(key))
            return;
        var entry = new LedgerEntry($"creation of {key}", Ledger.Current.With((key, bucket)), disk.ChangeCount);
        Ledger.Submit(entry);
        Session.Run([() => Session.Database.CreateAsync(
            TimeBucketKey.Parse(key), bucket.IsVariable ? RecordType.Variable : RecordType.Fixed, RowSchema.All[bucket.Schema].Columns, chance.Next(2_019, 2_022))]);
        Answer([entry]);
        tally.Add("creations");
    }

    void Destroy()
    {
        if (Ledger.Current.Buckets.Count == 0)
            return;
        var key = Ledger.Current.Buckets.Keys.Order(StringComparer.Ordinal).ElementAt(chance.Next(Ledger.Current.Buckets.Count));
        var path = string.Join('/', key.Split('/').Take(chance.Next(4) == 0 ? chance.Next(1, 3) : 3));
        var entry = new LedgerEntry($"removal of {path}", Ledger.Current.Without(path), disk.ChangeCount) { Removed = path };
        Ledger.Submit(entry);
        Session.Run([() => Session.Database.DestroyAsync(path)]);
        Answer([entry]);
        tally.Add("removals");
    }

    /// <summary>A part of a bucket's rows, now and then all; the bounds lie between the milliseconds of ticks.</summary>
    void Delete()
    {
        const long halfMillisecond = 500_000;
        var buckets = Ledger.Current.Buckets.Where(bucket => bucket.Value.Rows.Length > 0).OrderBy(bucket => bucket.Key, StringComparer.Ordinal).ToList();
        if (buckets.Count == 0)
            return;
        var (key, content) = buckets[chance.Next(buckets.Count)];
        var (from, to) = (chance.Next(content.Rows.Length), chance.Next(content.Rows.Length));
        var first = chance.Next(5) == 0 ? 0 : content.Rows[Math.Min(from, to)].Nanoseconds - halfMillisecond;
        var last = chance.Next(5) == 0 ? long.MaxValue : content.Rows[Math.Max(from, to)].Nanoseconds + halfMillisecond;
        var left = content.Without(first, last);
        var gone = content.Rows.Except(left.Rows).ToList();
        var entry = new LedgerEntry($"deletion in {key}", Ledger.Current.With((key, left)), disk.ChangeCount) { Changes = gone.Count == 0 ? [] : [LedgerChange.OfDeletion(key, gone)] };
        Ledger.Submit(entry);
        Session.Run([() => Session.Database.DeleteAsync(TimeBucketKey.Parse(key), new(EpochTime.FromSecondsAndNanos(0, first), EpochTime.FromSecondsAndNanos(0, last)))]);
        Answer([entry]);
        Judge(entry);
        tally.Add("deletions");
    }

    void Answer(List<LedgerEntry> entries)
    {
        var moment = disk.ChangeCount;
        foreach (var entry in entries)
            entry.Answered = moment;
    }

    List<Part> NewBatch()
    {
        var parts = new List<Part>();
        for (var count = chance.Next(1, 5); count > 0; count--)
        {
            var (key, bucket) = PickBucket();
            if (!parts.Exists(part => part.Key == key))
                parts.Add(new(key, bucket, rows.Some(bucket)));
        }

        return parts;
    }

    /// <summary>Many ticks of one slot, or a few more of them.</summary>
    List<Part> BulkBatch()
    {
        var bucket = Ledger.Current.Buckets.GetValueOrDefault(BulkKey, NewBucket(2) with { IsVariable = true });
        return [new(BulkKey, bucket, chance.Next(2) == 0 ? rows.Bulk(bucket) : [rows.InOneSlot(bucket), rows.InOneSlot(bucket)])];
    }

    /// <summary>More new buckets than a checkpoint flushes one by one.</summary>
    List<Part> WideBatch()
    {
        var batch = ++_wideBatches;
        var parts = new List<Part>();
        for (var number = 0; number < 20; number++)
        {
            var key = $"W{batch}.{number}/1H/X";
            var bucket = Ledger.Current.Buckets.GetValueOrDefault(key, new(IsVariable: batch % 2 == 0, 0, 3_600, []));
            parts.Add(new(key, bucket, rows.Some(bucket)));
        }

        return parts;
    }

    /// <summary>A bucket as it is, or one that is not there yet as it might be.</summary>
    (string Key, BucketContent Bucket) PickBucket()
    {
        var timeframe = chance.Next(plan.IsUtc ? 4 : 3);
        var key = $"{Symbols[chance.Next(Symbols.Length)]}/{Timeframes[timeframe]}/{Groups[chance.Next(Groups.Length)]}";
        return (key, Ledger.Current.Buckets.GetValueOrDefault(key) ?? NewBucket(timeframe));
    }

    BucketContent NewBucket(int timeframe) => new(chance.Next(2) == 0, chance.Next(RowSchema.All.Count), timeframe switch { 0 => 1, 1 => 60, 2 => 3_600, _ => 86_400 }, []);

    /// <summary>The rows of a batch for one bucket.</summary>
    sealed record Part(string Key, BucketContent Bucket, List<ModelRow> Rows);
}
