using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Storage;

namespace MarketStore.Trials.FailingCalls;

/// <summary>Something that a client asks of the store, and what the store answered.</summary>
abstract class StoreOperation
{
    static readonly DataShape[] Columns = [new(StoreRow.NumberColumn, ElementType.Int64), new(StoreRow.PriceColumn, ElementType.Float64)];

    /// <summary>What it says of the store from its answer on.</summary>
    public StoreVerdict Verdict { get; set; }

    /// <summary>True once the store has acknowledged it.</summary>
    public bool IsAcknowledged { get; set; }

    public abstract Task RunAsync(Database database);

    public abstract void ApplyTo(StoreModel model);

    public abstract bool Touches(string key);

    /// <summary>True when another may find a bucket that this one makes or removes.</summary>
    public bool Meets(StoreOperation other) => Keys.Any(other.Touches) || other.Keys.Any(Touches);

    /// <summary>Buckets it names.</summary>
    protected abstract IEnumerable<string> Keys { get; }

    /// <summary>Null, or a reason to refuse it that lies in the operation and not in the disk.</summary>
    public virtual string? FindFault(StoreModel model) => null;

    /// <summary>Rows of one batch, for one or more buckets.</summary>
    public sealed class Write(params IReadOnlyList<(string Key, bool IsVariable, IReadOnlyList<StoreRow> Rows)> parts) : StoreOperation
    {
        public override Task RunAsync(Database database) => database.WriteAsync([.. parts.Select(part => new BucketWrite(TimeBucketKey.Parse(part.Key), SeriesOf(part.Rows, part.IsVariable), part.IsVariable))]);

        public override void ApplyTo(StoreModel model)
        {
            foreach (var (key, isVariable, rows) in parts)
                model.Add(key, isVariable, rows);
        }

        protected override IEnumerable<string> Keys => parts.Select(part => part.Key);

        public override bool Touches(string key) => parts.Any(part => part.Key == key);

        public override string ToString() => $"write {string.Join(", ", parts.Select(part => $"{part.Key} {part.Rows[0].Number}..{part.Rows[^1].Number}"))}";

        static ColumnSeries SeriesOf(IReadOnlyList<StoreRow> rows, bool isVariable)
        {
            List<Column> columns =
            [
                Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, rows.Select(row => row.Epoch).ToArray()),
                Column.Of<long>(StoreRow.NumberColumn, ElementType.Int64, rows.Select(row => row.Number).ToArray()),
                Column.Of<double>(StoreRow.PriceColumn, ElementType.Float64, rows.Select(row => row.Price).ToArray()),
            ];
            if (isVariable)
                columns.Add(Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, rows.Select(row => row.Nanoseconds).ToArray()));
            return new(columns, rows.Count);
        }
    }

    /// <summary>A bucket without rows.</summary>
    public sealed class Create(string key, bool isVariable, int year) : StoreOperation
    {
        protected override IEnumerable<string> Keys => [key];

        public override bool Touches(string other) => other == key;

        public override Task RunAsync(Database database) => database.CreateAsync(TimeBucketKey.Parse(key), isVariable ? RecordType.Variable : RecordType.Fixed, Columns, year);

        public override void ApplyTo(StoreModel model) => model.Add(key, isVariable, []);

        public override string? FindFault(StoreModel model) => model.Has(key) ? "it is there" : null;

        public override string ToString() => $"create {key}";
    }

    /// <summary>Everything at or below a path.</summary>
    public sealed class Destroy(string path) : StoreOperation
    {
        protected override IEnumerable<string> Keys => [path];

        public override bool Touches(string key) => StoreModel.IsBelow(key, path);

        public override Task RunAsync(Database database) => database.DestroyAsync(path);

        public override void ApplyTo(StoreModel model) => model.Remove(path);

        public override string? FindFault(StoreModel model) => model.HasBelow(path) ? null : "nothing is there";

        public override string ToString() => $"destroy {path}";
    }
}
