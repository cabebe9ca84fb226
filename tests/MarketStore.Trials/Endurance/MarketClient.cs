using System.Diagnostics;

namespace MarketStore.Trials.Endurance;

/// <summary>
/// One of the clients of the market: bars for all its symbols each minute, a few symbols in a write, with ticks and queries in between. One request at a time.
/// Symbols belong to one client, so it knows what each holds.
/// </summary>
sealed class MarketClient(MarketWire wire, IReadOnlyList<IReadOnlyList<int>> groups, IReadOnlyList<int> tickSymbols, Random random)
{
    public const int SymbolsPerAppend = 20;
    const int BarsPerQuery = 10;

    readonly IReadOnlyList<BarAppend> _minutes = [.. groups.Select(group => new BarAppend(group, BarTimeframe.Minute))];
    readonly IReadOnlyList<BarAppend> _hours = [.. groups.Select(group => new BarAppend(group, BarTimeframe.Hour))];
    readonly IReadOnlyList<TickAppend> _ticks = [.. tickSymbols.Select(symbol => new TickAppend(symbol))];
    long _minute = 1;
    int _nextGroup;
    int _nextTicks;
    long _steps;

    public IReadOnlyList<TickAppend> Ticks => _ticks;

    /// <summary>Writes that were acknowledged.</summary>
    public long Appends { get; private set; }

    /// <summary>Queries whose answer was as due.</summary>
    public long Queries { get; private set; }

    /// <summary>What the requests of the last run took, from when they were due.</summary>
    public List<Response> Responses { get; } = [];

    /// <summary>Bars that each symbol of a group was acknowledged to have, by the group's place.</summary>
    public IEnumerable<(IReadOnlyList<int> Symbols, long Minutes, long Hours)> Holdings =>
        _minutes.Select((group, place) => (group.Symbols, MinutesOf(place), ((MinutesOf(place) - 1) / Market.MinutesPerHour) + 1));

    /// <summary>Sends requests one after the other until the time is over, and there were so many.</summary>
    public async Task RushAsync(TimeSpan length, int requests, CancellationToken cancellationToken)
    {
        Responses.Clear();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < length || Responses.Count < requests)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = watch.Elapsed;
            var isAppend = await StepAsync();
            Responses.Add(new((float)start.TotalSeconds, (float)(watch.Elapsed - start).TotalMilliseconds, isAppend));
        }
    }

    /// <summary>Sends a request at each interval until the time is over.</summary>
    public async Task RunAsync(TimeSpan length, TimeSpan interval, TimeSpan offset, CancellationToken cancellationToken)
    {
        Responses.Clear();
        var watch = Stopwatch.StartNew();
        for (var due = offset; watch.Elapsed < length && due < length; due += interval)
        {
            var wait = due - watch.Elapsed;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            // One that had to wait for the answer before it counts from when it was due: a stall is felt by all that come in it.
            var start = wait > TimeSpan.Zero ? watch.Elapsed : due;
            var isAppend = await StepAsync();
            Responses.Add(new((float)start.TotalSeconds, (float)(watch.Elapsed - start).TotalMilliseconds, isAppend));
        }
    }

    /// <summary>Of ten requests six bring bars, two bring ticks and two ask for the last bars of a symbol.</summary>
    async Task<bool> StepAsync()
    {
        switch (_steps++ % 10)
        {
            case 4 or 9:
                await QueryAsync();
                return false;
            case 2 or 7 when _ticks.Count > 0:
                await AppendTicksAsync();
                return true;
            default:
                await AppendBarsAsync();
                return true;
        }
    }

    async Task AppendBarsAsync()
    {
        var group = _minutes[_nextGroup];
        await wire.WriteAsync(group.BodyFor(_minute));
        Appends++;
        if (_minute % Market.MinutesPerHour == 0)
        {
            await wire.WriteAsync(_hours[_nextGroup].BodyFor(_minute / Market.MinutesPerHour));
            Appends++;
        }

        _nextGroup = (_nextGroup + 1) % _minutes.Count;
        if (_nextGroup == 0)
            _minute++;
    }

    async Task AppendTicksAsync()
    {
        var ticks = _ticks[_nextTicks];
        await wire.WriteAsync(ticks.NextBody());
        ticks.Count += TickAppend.TicksPerRequest;
        Appends++;
        _nextTicks = (_nextTicks + 1) % _ticks.Count;
    }

    async Task QueryAsync()
    {
        var place = random.Next(_minutes.Count);
        var symbol = _minutes[place].Symbols[random.Next(_minutes[place].Symbols.Count)];
        var key = BarTimeframe.Minute.KeyOf(symbol);
        var found = await wire.QueryAsync(key, BarsPerQuery);
        var periods = Math.Min(BarsPerQuery, MinutesOf(place));
        wire.CheckBars(symbol, BarTimeframe.Minute, found[key], MinutesOf(place) - periods, periods);
        Queries++;
    }

    /// <summary>The bars of minute 0 were there before.</summary>
    long MinutesOf(int place) => place < _nextGroup ? _minute + 1 : _minute;
}
