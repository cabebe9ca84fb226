using MarketStore.Core.Errors;
using MarketStore.Storage;
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

    readonly bool _deletes = seed >= FirstSeedWithDeletions;
    readonly Random _chance = new(unchecked((int)((seed * 7_919) ^ (seed >> 32))));
    readonly RowSource _rows = new(new Random(unchecked((int)seed * 31)));
    WorkloadPlan _plan = null!;

    /// <summary>Cuts at random moments; half of the first ones are followed by two second ones, half of those by a third.</summary>
    public void RunSample()
    {
        _plan = WorkloadPlan.From(_chance, _deletes);
        var (disk, ledger) = Live(new DiskTree(), _ => StoreVersion.Empty, worker => WorkOn(worker, _plan.Steps));
        LogRecords.Count(disk.Changes, tally);
        CutAll(disk, ledger, RandomCuts(disk, FirstCuts, follow: 2), depth: 1);
    }

    /// <summary>A cut after every change of the disk, with each kind of survival; now and then one follows in the life after it.</summary>
    public void RunEvery(int minChanges)
    {
        do
            _plan = WorkloadPlan.From(_chance, _deletes);
        while (!_plan.IsOrdered || _plan.Sync != WalSync.Commit || _plan.IsWide);

        var (disk, ledger) = Live(new DiskTree(), _ => StoreVersion.Empty, worker => worker.Steps(0, minChanges));
        var cuts = new List<CutPlan>();
        for (var moment = 0; moment <= disk.ChangeCount; moment++)
            cuts.AddRange(Survivals.Select(survival => new CutPlan(moment, survival, _chance.Next(), GoesOn: _chance.Next(16) == 0 ? 1 : 0, IsLookedAtOnly: _chance.Next(4) > 0)));
        CutAll(disk, ledger, cuts, depth: 1);
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
    /// <param name="judge">Says which state was found, or throws.</param>
    (SimulatedDisk Disk, Ledger Ledger) Live(DiskTree start, Func<Dictionary<string, FoundBucket>, StoreVersion> judge, Action<Worker> act)
    {
        var disk = new SimulatedDisk(start, _chance.Next());
        var worker = new Worker(disk, _plan, _rows, _chance, tally);
        try
        {
            worker.Open();
            if (worker.Session.Log.Errors.Count > 0)
                tally.Add("starts that reported something");
            worker.Begin(judge(StateReader.Read(worker.Session.Database)));
            act(worker);
        }
        finally
        {
            // The power goes now; what the process still does reaches nothing.
            worker.Session?.Kill();
        }

        tally.Add("changes of the disk", disk.ChangeCount);
        tally.Add("operations", worker.Ledger.Entries.Count);
        return (disk, worker.Ledger);
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

    void CutAll(SimulatedDisk disk, Ledger ledger, List<CutPlan> cuts, int depth)
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
                Continue(image, ledger, cut, depth);
            }
            catch (TrialFailedException error)
            {
                throw new TrialFailedException($"cut after change {cut.Moment} ({state.Last}), {cut.Survival}, {_plan.Sync}: {error.Message}");
            }
        }
    }

    void Continue(DiskTree image, Ledger ledger, CutPlan cut, int depth)
    {
        var (disk, next) = Live(image, Judge, worker => WorkOn(worker, cut.GoesOn > 0 ? _chance.Next(2, 8) : cut.IsLookedAtOnly ? 0 : 1));
        if (cut.GoesOn > 0)
            CutAll(disk, next, RandomCuts(disk, cut.GoesOn, follow: depth == 1 ? 1 : 0), depth + 1);

        StoreVersion Judge(Dictionary<string, FoundBucket> found)
        {
            tally.Add("reopened");
            tally.Add("acknowledged operations checked", ledger.AcknowledgedAt(cut.Moment));
            var (durable, open) = ledger.CoveredAt(cut.Moment);
            // What a failed flush lost of a category nobody needs: it is written again when something is made below it.
            if (ledger.IsCoveredAt(cut.Moment) && !_plan.FailsFlushes)
                CategoryCheck.Require(image, durable, open);
            if (_plan.Sync == WalSync.Commit)
                return StateCheck.RequireOneOf(ledger.AllowedAt(cut.Moment), found, tally);
            return new LateFlushCheck(durable, open, found, tally).Require(_plan.Sync);
        }
    }
}
