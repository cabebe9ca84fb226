using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using Xunit;

namespace MarketStore.Tests.Storage.Catalog;

public class SchemaPoolTests
{
    static readonly DataShape[] Columns = [new("Bid", ElementType.Float32), new("Size", ElementType.Int64)];

    [Fact]
    public void Schemas_of_the_same_rows_are_one_object()
    {
        var pool = new SchemaPool();
        var first = pool.Share(Schema("1Min", RecordType.Fixed, [.. Columns], "Default"));

        Assert.Same(first, pool.Share(Schema("1Min", RecordType.Fixed, [.. Columns], "Default")));
        Assert.Same(first.AllColumns, first.AllColumns);
    }

    [Fact]
    public void Schemas_that_differ_in_anything_stay_two()
    {
        var pool = new SchemaPool();
        BucketSchema[] schemas =
        [
            Schema("1Min", RecordType.Fixed, Columns, "Default"),
            Schema("60Sec", RecordType.Fixed, Columns, "Default"),
            Schema("1Min", RecordType.Variable, Columns, "Default"),
            Schema("1Min", RecordType.Fixed, Columns, "Created By Writer"),
            Schema("1Min", RecordType.Fixed, [.. Columns.Reverse()], "Default"),
            Schema("1Min", RecordType.Fixed, [Columns[0], new("Size", ElementType.UInt64)], "Default"),
            Schema("1Min", RecordType.Fixed, [Columns[0], new("size", ElementType.Int64)], "Default"),
        ];

        Assert.Equal(schemas.Length, schemas.Select(pool.Share).ToHashSet(ReferenceEqualityComparer.Instance).Count);
    }

    [Fact]
    public void Clients_that_keep_inventing_columns_do_not_fill_the_memory()
    {
        var pool = new SchemaPool();
        for (var number = 0; number < 2_000; number++)
            pool.Share(Schema("1Min", RecordType.Fixed, [new($"C{number}", ElementType.Float32)], "Default"));

        var early = Schema("1Min", RecordType.Fixed, [new("C0", ElementType.Float32)], "Default");
        var late = Schema("1Min", RecordType.Fixed, [new("C1999", ElementType.Float32)], "Default");
        Assert.NotSame(early, pool.Share(early));
        Assert.Same(late, pool.Share(late));
        Assert.Same(late, pool.Share(late));
    }

    static BucketSchema Schema(string timeframe, RecordType recordType, DataShape[] columns, string description) =>
        new(Timeframe.TryParse(timeframe, out var parsed) ? parsed : throw new ArgumentException(timeframe), recordType, columns, description);
}
