using MarketStore.Storage;
using MarketStore.Trials.Model.Expected;
using MarketStore.Trials.Model.Steps;

namespace MarketStore.Trials.Model;

/// <summary>Makes the sequence of a seed. It carries a model of the store along, so that most of what it asks for makes sense.</summary>
sealed class SequenceGenerator
{
    static readonly string[] ZoneNames = ["UTC", "UTC", "America/New_York", "Asia/Kolkata", "Europe/London", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe"];
    static readonly string[] Symbols = ["A", "B", "C"];

    /// <summary>Sequences of lower seeds have no deletions, so that those kept for what they once found stay as they are.</summary>
    public const long FirstSeedWithDeletions = 2_000_000;

    /// <summary>From here on somebody listens, for the same reason.</summary>
    public const long FirstSeedWithListener = 3_000_000;

    readonly Random _random;
    readonly bool _deletes;
    readonly SequenceSettings _settings;
    readonly ChangeGenerator _changes;
    readonly ReadGenerator _reads;
    ExpectedStore _store;

    public SequenceGenerator(long seed)
    {
        _deletes = seed >= FirstSeedWithDeletions;
        _random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        _settings = new()
        {
            ZoneName = _random.Pick(ZoneNames),
            Compresses = _random.Next(4) != 0,
            WalSync = _random.Pick<WalSync>(WalSync.None, WalSync.None, WalSync.Commit, WalSync.Interval),
            WalBypass = _random.Next(20) == 0,
            HotRowBytes = _random.Pick(1L << 30, 100_000, 8_000, 1_000),
            CheckpointLogBytes = _random.Pick(256L << 20, 256L << 20, 20_000),
            MaxOpenFiles = _random.Pick(1_024, 2),
            ListenerSeed = seed >= FirstSeedWithListener ? unchecked((int)seed * 31) : null,
        };
        _store = new(_settings.Rules);
        var places = new Places(_random, _settings.Rules, Symbols);
        _changes = new(_random, places);
        _reads = new(_random, places);
    }

    public Sequence Generate()
    {
        var steps = new List<Step>();
        for (var left = _random.Next(30, 100); left > 0; left--)
            steps.Add(Next());
        return new(_settings, steps);
    }

    Step Next() => _deletes && _random.OneIn(14) ? Delete() : Usual();

    Step Delete()
    {
        var step = Done(_reads.Delete(_store));
        return _settings.WalBypass || _random.Next(3) > 0 ? step : new KillDuringStep(step, KillCall(), Fraction());
    }

    Step Usual() => _random.Next(100) switch
    {
        < 32 => Done(_changes.Write(_store, Symbols)),
        < 35 => Done(_changes.Create(Symbols)),
        < 37 => Done(_changes.Destroy(_store, Symbols)),
        < 40 => new LookStep(),
        < 65 => _reads.Scan(_store),
        < 83 => _reads.Query(_store),
        < 87 => new CheckpointStep(),
        < 90 => new RestartStep(),
        < 92 => _settings.WalBypass ? new RestartStep() : new KillStep(),
        < 98 => KillDuring(),
        _ => Concurrent(),
    };

    ChangeStep Done(ChangeStep step)
    {
        _store = step.Apply(_store).Next;
        return step;
    }

    /// <summary>Whether the inner step survives is not known here; as a rule it does.</summary>
    Step KillDuring()
    {
        Step inner = _random.Next(10) switch
        {
            < 6 => Done(_changes.Write(_store, Symbols)),
            < 7 => Done(_changes.Create(Symbols)),
            < 8 => Done(_changes.Destroy(_store, Symbols)),
            _ => new CheckpointStep(),
        };
        return _settings.WalBypass ? inner : new KillDuringStep(inner, KillCall(), Fraction());
    }

    ConcurrentStep Concurrent()
    {
        var writers = Symbols.Select(symbol => new ConcurrentWriter(symbol, [.. Enumerable.Range(0, _random.Next(2, 6)).Select(_ => Done(_changes.Any(_store, [symbol])))])).ToList();
        var reads = Enumerable.Range(0, _random.Next(2, 6)).Select(_ =>
        {
            var writer = _random.Next(Symbols.Length);
            var (key, request) = _reads.ScanOf(_store, Symbols[writer]);
            return (writer, key, request with { RowLimit = request.RowLimit < 0 ? null : request.RowLimit });
        }).ToList();
        return new ConcurrentStep(writers, reads, _random.Next(3), _settings.WalBypass || _random.Next(2) == 0 ? 0 : KillCall() * 2, Fraction());
    }

    /// <summary>A write takes a handful of calls, a checkpoint some more.</summary>
    int KillCall() => _random.Next(3) == 0 ? _random.Next(1, 60) : _random.Next(1, 16);

    double Fraction() => _random.Next(3) switch
    {
        0 => 0,
        1 => 1,
        _ => _random.NextDouble(),
    };
}
