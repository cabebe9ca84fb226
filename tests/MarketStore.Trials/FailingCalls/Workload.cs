namespace MarketStore.Trials.FailingCalls;

/// <summary>Makes the steps of a workload anew for each run: operations remember their answers.</summary>
sealed class Workload
{
    public const int Kinds = 3;

    const string Bars = "F/1Min/BARS";
    const string Days = "D/1D/BARS";
    const string Ticks = "T/1Min/TICK";
    const string Hours = "H/1H/TICK";

    const long Year2023 = 1_672_531_200;
    const long Year2024 = 1_704_067_200;
    const int DaySeconds = 86_400;

    /// <summary>Buckets of the wide workload: with their directories more than a checkpoint flushes one by one.</summary>
    const int WideBuckets = 20;

    readonly Random _random;
    long _lastNumber;

    Workload(Random random) => _random = random;

    public static IReadOnlyList<WorkStep> Make(int kind, int seed)
    {
        var work = new Workload(new Random(seed));
        return kind switch
        {
            0 => [.. work.Mixed()],
            1 => [.. work.Wide()],
            _ => [.. work.Chance()],
        };
    }

    /// <summary>Writes that must succeed once nothing fails any more.</summary>
    public static StoreOperation Afterwards(long firstNumber) => new StoreOperation.Write(
        (Bars, false, [new(firstNumber, Year2024 + (300 * DaySeconds), 0)]),
        (Ticks, true, [new(firstNumber + 1, Year2024 + (300 * DaySeconds), 5)]),
        ("Z/1H/BARS", false, [new(firstNumber + 2, Year2024, 0)]));

    IEnumerable<WorkStep> Mixed()
    {
        yield return Write((Bars, false, Slots(Year2024, 60, 5)), (Ticks, true, TicksAt(Year2024, 3)));
        yield return new WorkStep.Operations(new StoreOperation.Create("C/1H/BARS", isVariable: false, 2024));
        // A block that is large enough to be left alone when single ticks are added.
        yield return Write((Hours, true, TicksAt(Year2024, 700)));
        yield return new WorkStep.Checkpoint();
        yield return Write((Days, false, Slots(Year2024 - DaySeconds, DaySeconds, 3)));
        yield return Write((Ticks, true, TicksAt(Year2024, 2)), (Hours, true, TicksAt(Year2024, 1)));
        yield return new WorkStep.Scan();
        yield return new WorkStep.Operations(
            new StoreOperation.Write((Bars, false, Slots(Year2024 + DaySeconds, 3_600, 4))),
            new StoreOperation.Write(("T/1H/NEW", true, TicksAt(Year2024, 2))),
            new StoreOperation.Write((Days, false, Slots(Year2023, DaySeconds, 2))));
        yield return new WorkStep.Checkpoint();
        yield return new WorkStep.Operations(new StoreOperation.Destroy("T/1H"));
        yield return Write(("T/1H/NEW", true, TicksAt(Year2024, 2)), (Bars, false, Slots(Year2024, 60, 3)));
        yield return new WorkStep.Restart();
        yield return Write((Bars, false, Slots(Year2024 + (2 * DaySeconds), 60, 3)), (Ticks, true, TicksAt(Year2024, 2)), (Hours, true, TicksAt(Year2024, 1)));
        yield return new WorkStep.Operations(new StoreOperation.Destroy("C"));
        yield return new WorkStep.Checkpoint();
        yield return Write((Bars, false, Slots(Year2024 - 120, 60, 4)));
        yield return new WorkStep.Scan();
    }

    IEnumerable<WorkStep> Wide()
    {
        yield return Write(WideParts(Year2024));
        yield return new WorkStep.Checkpoint();
        yield return Write(WideParts(Year2024 + 60));
        yield return new WorkStep.Operations(new StoreOperation.Destroy("W3"));
        yield return new WorkStep.Checkpoint();
        yield return new WorkStep.Restart();
        yield return Write(WideParts(Year2024 + 120));
    }

    IEnumerable<WorkStep> Chance()
    {
        string[] symbols = ["A", "B", "C"];
        for (var step = 0; step < 16; step++)
        {
            var symbol = symbols[_random.Next(symbols.Length)];
            var start = Year2024 + (_random.Next(-2, 3) * DaySeconds);
            yield return _random.Next(12) switch
            {
                0 => new WorkStep.Checkpoint(),
                1 => new WorkStep.Restart(),
                2 => new WorkStep.Operations(new StoreOperation.Destroy(_random.Next(2) == 0 ? symbol : $"{symbol}/1Min/TICK")),
                3 => new WorkStep.Operations(new StoreOperation.Create($"{symbol}/1H/NEW", _random.Next(2) == 0, 2024)),
                4 => new WorkStep.Scan(),
                5 or 6 => new WorkStep.Operations([.. symbols.Select(each => new StoreOperation.Write((Key(each, "1Min/TICK"), true, TicksAt(start, _random.Next(1, 400)))))]),
                _ => Write((Key(symbol, "1Min/TICK"), true, TicksAt(start, _random.Next(1, 4))), (Key(symbol, "1D/BARS"), false, Slots(start, DaySeconds, _random.Next(1, 6)))),
            };
        }
    }

    static string Key(string symbol, string rest) => $"{symbol}/{rest}";

    static WorkStep.Operations Write(params (string Key, bool IsVariable, IReadOnlyList<StoreRow> Rows)[] parts) => new(new StoreOperation.Write(parts));

    (string Key, bool IsVariable, IReadOnlyList<StoreRow> Rows)[] WideParts(long start) =>
    [
        .. Enumerable.Range(0, WideBuckets).Select(number => ($"W{number}/1Min/X", number % 2 == 1, number % 2 == 1 ? TicksAt(start, 2) : Slots(start, 60, 1))),
    ];

    StoreRow[] Slots(long start, int seconds, int count) => [.. Enumerable.Range(0, count).Select(slot => new StoreRow(++_lastNumber, start + ((long)slot * seconds), 0))];

    /// <summary>Ticks of one slot at times of their own, not in order.</summary>
    StoreRow[] TicksAt(long start, int count) => [.. Enumerable.Range(0, count).Select(_ => new StoreRow(++_lastNumber, start + _random.Next(60), _random.Next(1_000_000) * 1_000))];
}
