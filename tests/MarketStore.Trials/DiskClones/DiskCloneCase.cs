using System.Collections.Concurrent;
using System.Diagnostics;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;
using MarketStore.Trials.Kills;
using MarketStore.Trials.Kills.Ledger;
using MarketStore.Trials.Kills.Writers;

namespace MarketStore.Trials.DiskClones;

/// <summary>A server at work on a disk whose power is cut again and again: each time what the disk has then is looked at by another server, and the first goes on.</summary>
sealed class DiskCloneCase : IAsyncDisposable
{
    /// <summary>With <c>interval</c> the log is flushed at most 500 ms later; the flush itself takes time on a busy disk.</summary>
    static readonly TimeSpan FlushedAfter = TimeSpan.FromSeconds(2.5);

    /// <summary>Cuts that come on top where nothing was lost though nothing was flushed.</summary>
    const int MostMoreCuts = 12;

    readonly CloneableDisk _disk;
    readonly long _seed;
    readonly TrialTally _tally;
    readonly Random _random;
    readonly ServerLoad _load;
    readonly string _walSync;
    readonly ConcurrentQueue<(long Timestamp, LoadWriter Writer, int Version)> _acknowledgements = [];
    int _cuts;
    long _lostWithoutFlush;

    DiskCloneCase(CloneableDisk disk, long seed, TrialTally tally)
    {
        (_disk, _seed, _tally) = (disk, seed, tally);
        _random = new Random(unchecked((int)(seed * 7_919)));
        _walSync = (seed % 6) switch { 0 => "none", 5 => "interval", _ => "commit" };
        _load = new(_random, makesFiles: _walSync != "none");
    }

    public static async Task<DiskCloneCase> CreateAsync(long seed, TrialTally tally) => new(await CloneableDisk.CreateAsync(), seed, tally);

    public ValueTask DisposeAsync() => _disk.DisposeAsync();

    public async Task RunAsync(int cuts, CancellationToken cancellationToken)
    {
        var server = await TrialServer.StartAsync(SettingsFor(_disk.MountPoint), _tally, When);
        try
        {
            while (_cuts < cuts || (IsWithoutProof && _cuts < cuts + MostMoreCuts))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_cuts > 0 && _random.Next(2) == 0)
                    server = await KillAndRestartAsync(server);
                await CutAsync(server);
            }
        }
        finally
        {
            await server.DisposeAsync();
        }

        _tally.Add("acknowledged batches", _load.Acknowledged);
        _tally.Add("reads checked", _load.AnswersChecked);
        if (IsWithoutProof)
            throw new TrialFailedException($"{When}: nothing was lost though nothing was flushed; the cuts prove nothing");
    }

    /// <summary>A cut takes nothing away where the system has just written back by itself.</summary>
    bool IsWithoutProof => _walSync == "none" && _lostWithoutFlush == 0;

    string When => $"seed {_seed}, wal_sync {_walSync}, cut {_cuts}";

    ServerSettings SettingsFor(string mountPoint) => new(Path.Combine(mountPoint, "data"), _load.TimeZone, MoreLines: $"wal_sync: {_walSync}");

    /// <summary>The server then has a log to replay, and a checkpoint to make while the load goes on.</summary>
    async Task<ServerProcess> KillAndRestartAsync(ServerProcess server)
    {
        await server.KillAsync();
        await server.DisposeAsync();
        return await TrialServer.StartAsync(SettingsFor(_disk.MountPoint), _tally, When);
    }

    async Task CutAsync(ServerProcess server)
    {
        using var pause = new CancellationTokenSource();
        _load.IsHeavy = _random.Next(4) == 0;
        var (load, enough) = _load.Begin(server.Rpc, _random, writer => _acknowledgements.Enqueue((Stopwatch.GetTimestamp(), writer, writer.Acknowledged)), pause.Token);
        await Task.WhenAny(enough, load);
        await Moment.PassAsync(Moment.Within(_random, ServerLoad.MostAfterAcknowledgement));

        var acknowledged = _load.Writers.ToDictionary(writer => writer, AcknowledgedForGood);
        var clone = _disk.Clone();
        var versions = _load.Writers.ToDictionary(writer => writer, writer => new Versions(acknowledged[writer], writer.Sent));
        _cuts++;
        _tally.Add($"cuts with wal_sync {_walSync}");

        await pause.CancelAsync();
        await load;
        _load.CheckReaders(_tally, When);
        _load.CheckRefusals(When);
        TrialServer.CheckReports(server, When);
        await LookAtAsync(clone, versions);
    }

    int AcknowledgedForGood(LoadWriter writer)
    {
        if (_walSync != "interval")
            return writer.Acknowledged;
        var since = Stopwatch.GetTimestamp() - (long)(FlushedAfter.TotalSeconds * Stopwatch.Frequency);
        return _acknowledgements.Where(entry => entry.Writer == writer && entry.Timestamp < since).Select(entry => entry.Version).DefaultIfEmpty().Max();
    }

    async Task LookAtAsync(string clone, Dictionary<LoadWriter, Versions> versions)
    {
        var settings = SettingsFor(await _disk.MountCloneAsync(clone));
        await using (var server = await TrialServer.StartAsync(settings, _tally, When))
        {
            foreach (var (writer, possible) in versions)
                await CompareAsync(server, writer, possible);
            // What was in flight may be cut off within a group, which looks like damage to the log; of flushed data nothing may look so.
            _tally.Add("starts that report damage", TrialServer.HasReportedErrors(server) ? 1 : 0);
            await server.StopAsync();
        }

        // Without a flush before the answer, files and directories may have reached the disk, empty, and nothing of them the log.
        var complaints = _walSync == "commit" ? DataDirectoryCheck.Complaints(settings.RootDirectory) : [];
        if (complaints.Count > 0)
            throw new TrialFailedException($"{When} and a clean stop: {string.Join("\n  ", complaints.Take(10))}");
        await _disk.RemoveCloneAsync(clone);
    }

    async Task CompareAsync(ServerProcess server, LoadWriter writer, Versions versions)
    {
        if (_walSync == "none")
        {
            await CountLossAsync(server, writer, versions);
            return;
        }

        var findings = await ServerLoad.CheckAsync(server, writer, versions);
        if (_walSync == "interval")
        {
            // Rows may reach their files before the log: of a batch that is not flushed yet a part may be there.
            _tally.Add("half with wal_sync interval", findings[Damage.Half]);
            findings.Forgive(Damage.Half);
        }

        findings.AddTo(_tally);
        if (!findings.IsEmpty)
            throw new TrialFailedException($"{When}, {writer.Name}: {findings}\n{server.Program.Transcript}");
        _tally.Add("batches in flight", versions.Sent - versions.Acknowledged);
    }

    /// <summary>Nothing is promised. That something is lost shows that a cut takes away what was not flushed.</summary>
    async Task CountLossAsync(ServerProcess server, LoadWriter writer, Versions versions)
    {
        long lost;
        try
        {
            lost = (await ServerLoad.CheckAsync(server, writer, versions))[Damage.Lost];
        }
        catch (TrialFailedException)
        {
            lost = 1; // A file has a name and no content yet: its bucket cannot be read.
        }

        _lostWithoutFlush += lost;
        _tally.Add("lost with wal_sync none", lost);
    }
}
