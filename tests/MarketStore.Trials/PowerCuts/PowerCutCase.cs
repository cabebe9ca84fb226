using MarketStore.Core.Errors;
using MarketStore.Storage;
using MarketStore.Storage.Changes;
using MarketStore.Trials.PowerCuts.Listening;
using MarketStore.Trials.PowerCuts.Simulation;
using MarketStore.Trials.PowerCuts.Workload;

namespace MarketStore.Trials.PowerCuts;

/// <summary>One workload, and the cuts made of it. A life of the store is what happens from a start to the loss of power, stops and kills within it included.</summary>
sealed class PowerCutCase(long seed, TrialTally tally)
{
    const int FirstCuts = 40;
    const int SecondCuts = 40;
    const int ThirdCuts = 20;

    /// <summary>Of a case that samples.</summary>
    public const int Cuts = FirstCuts + SecondCuts + ThirdCuts;

    static readonly Survival[] Survivals = Enum.GetValues<Survival>();

    /// <summary>Cases of lower seeds have no deletions, so that those kept for what they once found stay as they are.</summary>
    public const long FirstSeedWithDeletions = 1_000_000;

    /// <summary>From here on somebody listens, for the same reason.</summary>
    public const long FirstSeedWithListener = 2_000_000;

    readonly Random? _listening = seed >= FirstSeedWithListener ? new(unchecked((int)seed * 17)) : null;
    readonly bool _deletes = seed >= FirstSeedWithDeletions;
    readonly Random _chance = new(unchecked((int)((seed * 7_919) ^ (seed >> 32))));
    readonly RowSource _rows = new(new Random(unchecked((int)seed * 31)));
    WorkloadPlan _plan = null!;

    /// <summary>Cuts at random moments; half of the first ones are followed by two second ones, half of those by a third.</summary>
    public void RunSample()
    {
        _plan = WorkloadPlan.From(_chance, _deletes);
        var (disk, worker) = Live(new DiskTree(), (_, _) => (StoreVersion.Empty, []), life => WorkOn(life, _plan.Steps));
        LogRecords.Count(disk.Changes, tally);
        CutAll(disk, worker, RandomCuts(disk, FirstCuts, follow: 2), depth: 1);
    }

    /// <summary>A cut after every change of the disk, with each kind of survival; now and then one follows in the life after it.</summary>
    public void RunEvery(int minChanges)
    {
        do
            _plan = WorkloadPlan.From(_chance, _deletes);
        while (!_plan.IsOrdered || _plan.Sync != WalSync.Commit || _plan.IsWide);

        var (disk, worker) = Live(new DiskTree(), (_, _) => (StoreVersion.Empty, []), life => life.Steps(0, minChanges));
        var cuts = new List<CutPlan>();
        for (var moment = 0; moment <= disk.ChangeCount; moment++)
            cuts.AddRange(Survivals.Select(survival => new CutPlan(moment, survival, _chance.Next(), GoesOn: _chance.Next(16) == 0 ? 1 : 0, IsLookedAtOnly: _chance.Next(4) > 0)));
        CutAll(disk, worker, cuts, depth: 1);
        tally.Add("changes, each of them cut", disk.ChangeCount);
    }

    List<CutPlan> RandomCuts(SimulatedDisk disk, int count, int follow)
    {
        var cuts = new List<CutPlan>(count);
        for (var number = 0; number < count; number++)
            cuts.Add(new(_chance.Next(disk.ChangeCount + 1), Survivals[_chance.Next(Survivals.Length)], _chance.Next(), GoesOn: number % 2 == 0 ? follow : 0, IsLookedAtOnly: false));
        cuts.Sort((left, right) => left.Moment.CompareTo(right.Moment));
        return cuts;
    }

    /// <summary>Starts the store on what is there, has it checked, and works on.</summary>
    /// <param name="judge">Says which state was found and what a listener is to be told again, or throws.</param>
    (SimulatedDisk Disk, Worker Worker) Live(DiskTree start, Func<Dictionary<string, FoundBucket>, LifeListener?, (StoreVersion State, List<ChangedRange> Missed)> judge, Action<Worker> act)
    {
        var disk = new SimulatedDisk(start, _chance.Next());
        var worker = new Worker(disk, _plan, _rows, _chance, tally, _listening);
        try
        {
            worker.Open();
            if (worker.Session.Log.Errors.Count > 0)
                tally.Add("starts that reported something");
            var (state, missed) = judge(StateReader.Read(worker.Session.Database), worker.Session.Listener);
            worker.Begin(state, missed);
            act(worker);
        }
        finally
        {
            // The power goes now; what the process still does reaches nothing.
            worker.Session?.Kill();
        }

        tally.Add("changes of the disk", disk.ChangeCount);
        tally.Add("operations", worker.Ledger.Entries.Count);
        return (disk, worker);
    }

    void WorkOn(Worker worker, int steps)
    {
        if (steps == 0)
            return;
        worker.Steps(steps);
        worker.RequireCurrent("at the end");
        if (_chance.Next(2) == 0)
            worker.Reopen(isClean: true);
    }

    void CutAll(SimulatedDisk disk, Worker worker, List<CutPlan> cuts, int depth)
    {
        var state = new DurableState(disk.Start);
        foreach (var cut in cuts)
        {
            state.AdvanceTo(cut.Moment, disk.Changes);
            var image = ImageMaker.Make(state, cut.Survival, new Random(cut.Chance));
            tally.Add("cuts");
            if (depth > 1)
                tally.Add(depth == 2 ? "second cuts" : "third cuts");
            try
            {
                Continue(image, worker, cut, depth);
            }
            catch (TrialFailedException error)
            {
                throw new TrialFailedException($"cut after change {cut.Moment} ({state.Last}), {cut.Survival}, {_plan.Sync}: {error.Message}");
            }
        }
    }

    void Continue(DiskTree image, Worker before, CutPlan cut, int depth)
    {
        var (disk, next) = Live(image, Judge, worker => WorkOn(worker, cut.GoesOn > 0 ? _chance.Next(2, 8) : cut.IsLookedAtOnly ? 0 : 1));
        if (cut.GoesOn > 0)
            CutAll(disk, next, RandomCuts(disk, cut.GoesOn, follow: depth == 1 ? 1 : 0), depth + 1);

        (StoreVersion State, List<ChangedRange> Missed) Judge(Dictionary<string, FoundBucket> found, LifeListener? listener)
        {
            var ledger = before.Ledger;
            tally.Add("reopened");
            tally.Add("acknowledged operations checked", ledger.AcknowledgedAt(cut.Moment));
            var (durable, open) = ledger.CoveredAt(cut.Moment);
            // What a failed flush lost of a category nobody needs: it is written again when something is made below it.
            if (ledger.IsCoveredAt(cut.Moment) && !_plan.FailsFlushes)
                CategoryCheck.Require(image, durable, open);
            var state = _plan.Sync == WalSync.Commit ? StateCheck.RequireOneOf(ledger.AllowedAt(cut.Moment), found, tally) : new LateFlushCheck(durable, open, found, tally).Require(_plan.Sync);
            if (listener is null)
                return (state, []);
            // Where the log is flushed late, what of it was found is not known for sure.
            var last = ledger.Entries.FindLastIndex(entry => entry.After == state);
            var covered = ledger.CoveredEntriesAt(cut.Moment);
            return (state, before.Book.DueAt(cut.Moment, ledger, entry => _plan.Sync == WalSync.Commit ? entry == last || (entry < last && !ledger.Entries[entry].IsRefused) : entry < covered && !ledger.Entries[entry].IsRefused));
        }
    }
}
