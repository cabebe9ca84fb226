using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using MarketStore.Trials.Kills.Ledger;
using MarketStore.Trials.Kills.Writers;

namespace MarketStore.Trials.Kills;

/// <summary>Four writers and two readers at work on one data directory, through all the servers that come and go on it, and the ledger of what they were told.</summary>
sealed class ServerLoad
{
    /// <summary>After the awaited acknowledgement, so long at most until something happens.</summary>
    public static readonly TimeSpan MostAfterAcknowledgement = TimeSpan.FromMilliseconds(5);

    const int ReaderCount = 2;
    const int MostAcknowledgements = 300;

    /// <summary>Wide ticks acknowledged: after 17 batches the rows in memory start a checkpoint.</summary>
    const int MostHeavyAcknowledgements = 26;

    /// <summary>With the second in which the year turns.</summary>
    static readonly (string Name, long NewYear)[] Zones = [("UTC", 1_609_459_200), ("America/New_York", 1_609_477_200)];

    readonly long _newYear;
    readonly IReadOnlyList<LoadReader> _readers;
    readonly TickWriter _ticks;

    /// <param name="makesFiles">False leaves out the writer that makes files all the time: each new file has the log flushed, whatever the setting.</param>
    public ServerLoad(Random random, bool makesFiles = true)
    {
        var (zone, newYear) = Zones[random.Next(Zones.Length)];
        (TimeZone, _newYear) = (zone, newYear);
        _ticks = new TickWriter(random.Next(), newYear);
        LoadWriter[] writers = [new BarWriter(random.Next(), newYear), _ticks, new ManyBucketsWriter(random.Next(), newYear), new RebirthWriter(random.Next(), newYear)];
        Writers = makesFiles ? writers : writers[..^1];
        _readers = [.. Enumerable.Range(0, ReaderCount).Select(_ => new LoadReader(random.Next(), Writers))];
    }

    /// <summary>The zone that the server is to have.</summary>
    public string TimeZone { get; }

    public IReadOnlyList<LoadWriter> Writers { get; }

    /// <summary>Batches of wide ticks: the server begins a checkpoint after every 17 or so.</summary>
    public bool IsHeavy
    {
        get => _ticks.IsHeavy;
        set => _ticks.IsHeavy = value;
    }

    public long Acknowledged => Writers.Sum(writer => (long)writer.Acknowledged);

    /// <summary>Starts all of them, and tells of the acknowledgement after which something is to happen: the others are then anywhere in their operations.</summary>
    public (Task Load, Task Enough) Begin(JsonRpcCaller rpc, Random random, Action<LoadWriter>? acknowledged = null, CancellationToken pause = default)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var awaited = IsHeavy ? random.Next(1, MostHeavyAcknowledgements) : Moment.Count(random, MostAcknowledgements);
        LoadWriter? counted = IsHeavy ? _ticks : null;
        var count = 0;
        var load = RunAsync(rpc, writer =>
        {
            acknowledged?.Invoke(writer);
            if ((counted is null || writer == counted) && Interlocked.Increment(ref count) == awaited)
                enough.TrySetResult();
        }, pause);
        return (load, enough.Task);
    }

    /// <summary>What the readers saw.</summary>
    /// <exception cref="TrialFailedException">A reader saw what it must not see.</exception>
    public void CheckReaders(TrialTally tally, string when)
    {
        foreach (var reader in _readers)
        {
            reader.Findings.AddTo(tally);
            if (!reader.Findings.IsEmpty)
                throw new TrialFailedException($"{when}, a reader saw {reader.Findings}");
        }
    }

    /// <summary>Nobody is refused while the server is not stopping.</summary>
    public void CheckRefusals(string when)
    {
        var refusals = Writers.Select(writer => (writer.Name, writer.Refusal)).Concat(_readers.Select(reader => (Name: "a reader", reader.Refusal)));
        foreach (var (name, refusal) in refusals)
        {
            if (refusal is not null)
                throw new TrialFailedException($"{when}, {name} was refused: {refusal}");
        }
    }

    public long AnswersChecked => _readers.Sum(reader => reader.AnswersChecked);

    /// <summary>Compares everything with the ledger, and enters there whether the operations in flight were carried out.</summary>
    /// <param name="onlyInFlight">Look at what was in flight alone: that is quick, and the rest will be seen another time.</param>
    /// <exception cref="TrialFailedException">Something is lost, half there, doubled, or nobody sent it.</exception>
    public async Task SettleAsync(ServerProcess server, TrialTally tally, string when, bool onlyInFlight = false)
    {
        foreach (var writer in Writers)
        {
            var versions = new Versions(writer.Acknowledged, writer.Sent);
            var findings = await CheckAsync(server, writer, versions, onlyInFlight);
            findings.AddTo(tally);
            if (!findings.IsEmpty)
                throw new TrialFailedException($"{when}, {writer.Name}: {findings}\n{server.Program.Transcript}");
            if (writer.Sent > writer.Acknowledged)
                tally.Add(versions.Last > writer.Acknowledged ? "in flight and there" : "in flight and absent");
            writer.Settle(versions.Last);
        }
    }

    /// <summary>Compares everything of a writer with the versions that may be seen, and narrows them.</summary>
    public static async Task<Findings> CheckAsync(ServerProcess server, LoadWriter writer, Versions versions, bool onlyInFlight = false)
    {
        var findings = new Findings();
        foreach (var group in writer.Groups)
        {
            var range = onlyInFlight ? (versions.Sent > versions.Acknowledged ? group.ChangedIn(versions.Sent) : null) : TimeRange.All;
            if (range is { } asked)
                group.Check(await group.AskAsync(server.Rpc, asked), asked, _ => versions, findings);
        }

        return findings;
    }

    /// <summary>Runs until all connections are cut off, all are refused, or <paramref name="pause"/> asks for an end.</summary>
    async Task RunAsync(JsonRpcCaller rpc, Action<LoadWriter> acknowledged, CancellationToken pause)
    {
        var writing = Writers.Select(writer => Task.Run(() => writer.WriteAsync(rpc, acknowledged, pause), CancellationToken.None));
        var reading = _readers.Select(reader => Task.Run(() => reader.ReadAsync(rpc, _newYear, pause), CancellationToken.None));
        await Task.WhenAll([.. writing, .. reading]);
    }
}
