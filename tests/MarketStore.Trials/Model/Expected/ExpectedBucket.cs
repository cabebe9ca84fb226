using System.Buffers.Binary;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;

namespace MarketStore.Trials.Model.Expected;

/// <summary>One bucket in plain lists: its columns, its years and its rows in the order in which they are to come back. Copied before it changes.</summary>
sealed class ExpectedBucket
{
    const int MaxDailyFirstBytes = 2_920;

    readonly SortedSet<int> _years;
    List<ExpectedRow> _rows;

    public ExpectedBucket(string key, SlotRules slots, bool isVariable, IReadOnlyList<DataShape> columns)
    {
        (Key, Slots, IsVariable, Columns) = (key, slots, isVariable, columns);
        (_years, _rows) = ([], []);
    }

    ExpectedBucket(ExpectedBucket other)
        : this(other.Key, other.Slots, other.IsVariable, other.Columns) => (_years, _rows) = (new(other._years), [.. other._rows]);

    public string Key { get; }

    public SlotRules Slots { get; }

    public bool IsVariable { get; }

    public IReadOnlyList<DataShape> Columns { get; }

    public IReadOnlyCollection<int> Years => _years;

    public IReadOnlyList<ExpectedRow> Rows => _rows;

    /// <summary>What the last batch added, as it is stored: fixed rows ascending, the last one of each slot; ticks as they came.</summary>
    public IReadOnlyList<ExpectedRow> LastBatch { get; private set; } = [];

    /// <summary>Daily slots this wide have no place for January 1, whose row lies within the header.</summary>
    public bool HasNoJanuaryFirst => !IsVariable && Slots.IsDaily && ((RowBytes + 7) / 8 * 8) + 8 > MaxDailyFirstBytes;

    int RowBytes => Columns.Sum(column => column.Type.SizeInBytes());

    public ExpectedBucket Copy() => new(this);

    public void AddYear(int year) => _years.Add(year);

    /// <summary>Adds rows in the order of their arrival; payloads are packed in the bucket's order.</summary>
    public void Add(IEnumerable<(EpochTime Time, byte[] Payload)> rows)
    {
        var added = new List<ExpectedRow>();
        foreach (var (time, payload) in rows)
        {
            var slot = Slots.Of(time.Seconds);
            _years.Add(slot.Year);
            added.Add(IsVariable ? VariableRow(slot, time, payload) : new(slot, new(Slots.StartOf(slot), 0), 0, payload));
        }

        if (!IsVariable)
        {
            var newest = new Dictionary<Slot, ExpectedRow>();
            foreach (var row in added)
                newest[row.Slot] = row;
            LastBatch = [.. newest.Values.OrderBy(row => row.Slot)];
            // A daily row of January 1 is told from none by its bytes alone.
            _rows = [.. _rows.Where(row => !newest.ContainsKey(row.Slot)).Concat(newest.Values.Where(row => !Slots.IsDaily || row.Slot.Index != 0 || row.Payload.Any(value => value != 0)))];
        }
        else
        {
            LastBatch = added;
            _rows.AddRange(added);
        }

        // A stable sort: of equal times the one that came first stays first. In a slot's first tick, two numbers of ticks may stand for one time; rows lie in the order of these.
        _rows = [.. _rows.OrderBy(row => row.Slot).ThenBy(row => row.Time).ThenBy(row => row.Ticks)];
    }

    /// <summary>The rows of a range, cut at a limit, in the columns asked for; null for all of them.</summary>
    public ExpectedRows Answer(TimeRange range, long? limit, ScanDirection direction, IReadOnlyList<string>? names)
    {
        var rows = In(range);
        if (limit is { } most && rows.Count > most)
            rows = direction == ScanDirection.First ? rows[..(int)most] : rows[^(int)most..];
        var columns = new List<ExpectedColumn> { Epochs(rows) };
        foreach (var name in names ?? [.. Columns.Select(column => column.Name)])
        {
            if (ColumnOf(name, rows) is { } column)
                columns.Add(column);
        }

        if (IsVariable)
            columns.Add(Nanoseconds(rows));
        return new(columns, rows.Count);
    }

    /// <summary>Rows in all columns.</summary>
    public ExpectedRows Show(IReadOnlyList<ExpectedRow> rows)
    {
        List<ExpectedColumn> columns = [Epochs(rows), .. Columns.Select(column => ColumnOf(column.Name, rows)!)];
        if (IsVariable)
            columns.Add(Nanoseconds(rows));
        return new(columns, rows.Count);
    }

    public List<ExpectedRow> In(TimeRange range)
    {
        if (range.End.CompareTo(range.Start) < 0)
            return [];
        var (first, last) = (Slots.Of(range.Start.Seconds), Slots.Of(range.End.Seconds));
        if (IsVariable)
        {
            // Where clocks skip midnight, the first tick of a daily slot comes back a moment before its date; a range that ends in that moment does not reach it.
            return _rows.FindAll(row => row.Time.CompareTo(range.Start) >= 0 && row.Time.CompareTo(range.End) <= 0 && (!Slots.IsDaily || row.Slot.CompareTo(last) <= 0));
        }

        return _rows.FindAll(row => row.Slot.CompareTo(first) >= 0 && row.Slot.CompareTo(last) <= 0);
    }

    /// <summary>The bucket without the rows whose time lies within a range.</summary>
    public ExpectedBucket Without(TimeRange range)
    {
        var copy = Copy();
        var gone = IsVariable ? In(range) : Rows.Where(row => row.Time.CompareTo(range.Start) >= 0 && row.Time.CompareTo(range.End) <= 0);
        copy._rows = [.. Rows.Except(gone, ReferenceEqualityComparer.Instance).Cast<ExpectedRow>()];
        return copy;
    }

    /// <summary>Null when the bucket has no column of that name.</summary>
    public ExpectedColumn? ColumnOf(string name, IReadOnlyList<ExpectedRow> rows)
    {
        var offset = 0;
        foreach (var column in Columns)
        {
            var size = column.Type.SizeInBytes();
            if (column.Name == name)
            {
                var bytes = new byte[rows.Count * size];
                for (var row = 0; row < rows.Count; row++)
                    rows[row].Payload.AsSpan(offset, size).CopyTo(bytes.AsSpan(row * size));
                return new(name, column.Type, bytes);
            }

            offset += size;
        }

        return null;
    }

    public static ExpectedColumn Epochs(IReadOnlyList<ExpectedRow> rows)
    {
        var bytes = new byte[rows.Count * sizeof(long)];
        for (var row = 0; row < rows.Count; row++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(row * sizeof(long)), rows[row].Time.Seconds);
        return new("Epoch", ElementType.Int64, bytes);
    }

    public static ExpectedColumn Nanoseconds(IReadOnlyList<ExpectedRow> rows)
    {
        var bytes = new byte[rows.Count * sizeof(int)];
        for (var row = 0; row < rows.Count; row++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(row * sizeof(int)), rows[row].Time.Nanoseconds);
        return new("Nanoseconds", ElementType.Int32, bytes);
    }

    ExpectedRow VariableRow(Slot slot, EpochTime time, byte[] payload)
    {
        var ticks = Slots.TicksOf(slot, time.Seconds, time.Nanoseconds);
        var within = Slots.NanosecondsOf(slot, ticks);
        if (Slots.Error(slot, time.Seconds, time.Nanoseconds, within) > Slots.MostError)
            throw new TrialFailedException($"{Key} in {Slots.Zone.Name}: the formula of the format gives {within} ns of the slot back for {time}");
        return new(slot, new(Slots.StartOf(slot) + (within / 1_000_000_000), (int)(within % 1_000_000_000)), ticks, payload);
    }
}
