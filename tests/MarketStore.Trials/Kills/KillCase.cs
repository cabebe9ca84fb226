using System.Diagnostics;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;

namespace MarketStore.Trials.Kills;

/// <summary>One data directory and the servers that live and die on it.</summary>
sealed class KillCase : IDisposable
{
    readonly TemporaryDirectory _directory = new();
    readonly TrialTally _tally;
    readonly long _seed;
    readonly Random _random;
    readonly ServerSettings _settings;
    readonly ServerLoad _load;
    TimeSpan _startTime = TimeSpan.FromSeconds(1);
    TimeSpan _stopTime = TimeSpan.FromMilliseconds(300);
    int _kills;

    public KillCase(long seed, TrialTally tally)
    {
        (_seed, _tally) = (seed, tally);
        _random = new Random(unchecked((int)(seed * 7_919)));
        _load = new(_random);
        _settings = new(_directory.Combine("data"), _load.TimeZone, DisableVariableCompression: seed % 2 == 0);
    }

    public void Dispose() => _directory.Dispose();

    public async Task RunAsync(int kills, CancellationToken cancellationToken)
    {
        var heavy = Enumerable.Range(0, kills).Where(kill => MannerOf(kill) != KillManner.WhileStarting).ToList();
        var heaviest = heavy[_random.Next(heavy.Count)];
        while (_kills < kills)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (MannerOf(_kills) == KillManner.WhileStarting)
                await KillWhileStartingAsync();
            else
                await LiveAndDieAsync(isHeavy: _kills == heaviest);
        }

        await EndAsync();
        _tally.Add("acknowledged batches", _load.Acknowledged);
        _tally.Add("reads checked", _load.AnswersChecked);
    }

    string When => $"seed {_seed}, after kill {_kills}";

    /// <summary>Of five kills one comes while the server starts and one while it stops.</summary>
    KillManner MannerOf(int kill) => ((kill + _seed) % 5) switch
    {
        0 => KillManner.WhileStarting,
        1 => KillManner.WhileStopping,
        _ => KillManner.UnderLoad,
    };

    async Task LiveAndDieAsync(bool isHeavy)
    {
        await using var server = await StartAsync();
        // What is quickly settled leaves the checkpoint after the replay to run while there is load again.
        await _load.SettleAsync(server, _tally, When, onlyInFlight: _random.Next(2) == 0);
        _load.IsHeavy = isHeavy;
        var (load, enough) = _load.Begin(server.Rpc, _random);
        await Task.WhenAny(enough, load);
        await Moment.PassAsync(Moment.Within(_random, ServerLoad.MostAfterAcknowledgement));
        if (load.IsCompleted)
            throw new TrialFailedException($"{When}, the server ended by itself\n{server.Program.Transcript}");
        if (MannerOf(_kills) == KillManner.WhileStopping)
        {
            await KillWhileStoppingAsync(server, load);
            return;
        }

        await server.KillAsync();
        Killed("under load");
        await load;
        _load.CheckReaders(_tally, When);
        _load.CheckRefusals(When);
        TrialServer.CheckReports(server, When);
    }

    async Task KillWhileStoppingAsync(ServerProcess server, Task load)
    {
        server.Program.Signal(PosixSignalNumber.Terminate);
        await Moment.PassAsync(_stopTime * _random.NextDouble());
        if (server.IsRunning)
            Killed("while stopping");
        await server.KillAsync();
        await load;
        _load.CheckReaders(_tally, When);
        TrialServer.CheckReports(server, When);
    }

    async Task KillWhileStartingAsync()
    {
        // Most of a start is not the store's: half of the kills come soon after it has begun to read its directory.
        var line = _random.Next(2) == 0 ? "Root Directory" : "using ";
        var most = line == "using " ? _startTime * 1.2 : _startTime * 0.3;
        await ServerProcess.KillAtLineAsync(_settings, line, () => Moment.PassAsync(most * _random.NextDouble()));
        Killed("while starting");
    }

    /// <summary>A clean stop under load, which leaves no log and nothing that the reference would stumble over.</summary>
    async Task EndAsync()
    {
        _load.IsHeavy = false;
        await using (var server = await StartAsync())
        {
            await _load.SettleAsync(server, _tally, When);
            var (load, enough) = _load.Begin(server.Rpc, _random);
            await Task.WhenAny(enough, load);
            var watch = Stopwatch.StartNew();
            await server.StopAsync();
            _stopTime = watch.Elapsed;
            await load;
            _load.CheckReaders(_tally, When);
            TrialServer.CheckReports(server, When);
        }

        var complaints = DataDirectoryCheck.Complaints(_settings.RootDirectory);
        if (complaints.Count > 0)
            throw new TrialFailedException($"{When} and a clean stop: {string.Join("\n  ", complaints.Take(10))}");
        await using var last = await StartAsync();
        await _load.SettleAsync(last, _tally, $"{When} and a clean stop");
        TrialServer.CheckReports(last, When);
    }

    async Task<ServerProcess> StartAsync()
    {
        var watch = Stopwatch.StartNew();
        var server = await TrialServer.StartAsync(_settings, _tally, When);
        _startTime = watch.Elapsed;
        return server;
    }

    void Killed(string how)
    {
        _kills++;
        _tally.Add("kills");
        _tally.Add($"kills {how}");
    }
}
