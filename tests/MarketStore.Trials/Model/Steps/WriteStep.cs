using System.Globalization;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Trials.Model.Changes;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

sealed class WriteStep(IReadOnlyList<BucketWrite> writes) : ChangeStep
{
    const int MaxShownRows = 12;

    public override string Kind => "write";

    public override string KeyPrefix => writes.Count == 1 ? writes[0].Key.ToString() : "";

    public IReadOnlyList<BucketWrite> Writes => writes;

    public override (ExpectedStore Next, Refusal? Refusal) Apply(ExpectedStore store) => store.Write(writes);

    public override Task ExecuteAsync(Database database) => database.WriteAsync(writes);

    public override IReadOnlyList<ExpectedChange> ChangesOf(ExpectedStore before, ExpectedStore after) =>
        [.. writes.Where(write => write.Rows.RowCount > 0).Select(write => after.Find(write.Key.ToString())!).Select(bucket => ExpectedChange.Of(bucket, bucket.LastBatch, isDeletion: false))];

    public override string ToString() => $"write {string.Join(" + ", writes.Select(Short))}";

    public static string Short(IEnumerable<DataShape> columns)
    {
        var all = columns.ToList();
        return string.Join(',', all.Take(12).Select(column => $"{column.Name}:{column.Type}")) + (all.Count > 12 ? $" and {all.Count - 12} more" : "");
    }

    static string Short(BucketWrite write)
    {
        var rows = write.Rows;
        var epochs = rows.Epochs;
        var nanoseconds = rows.TryGetColumn(ColumnSeries.NanosecondsName, out var column) && column.Value.Type == ElementType.Int32 ? column.Value.Values<int>() : [];
        var times = new List<string>();
        for (var row = 0; row < Math.Min(epochs.Length, MaxShownRows); row++)
            times.Add(epochs[row].ToString(CultureInfo.InvariantCulture) + (nanoseconds.IsEmpty ? "" : $".{nanoseconds[row]}"));
        return $"{write.Key}{(write.IsVariable ? " ticks" : "")} {rows.RowCount} rows at {string.Join(' ', times)} ({Short(rows.Shapes)})";
    }
}
