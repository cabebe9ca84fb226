using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Storage.Records;
using Xunit;

namespace MarketStore.Tests.Storage.Records;

/// <summary>Whole groups of columns move by vectors; what they do is held against the meaning, field by field.</summary>
public class RowTransposerTests
{
    static readonly ElementType[] Types =
        [ElementType.Float32, ElementType.Int32, ElementType.Float64, ElementType.Int64, ElementType.Int16, ElementType.UInt8, ElementType.UInt64, ElementType.UInt32, ElementType.String16];

    [Fact]
    public void Four_neighbours_of_four_bytes_and_two_of_eight_form_a_group_and_no_others()
    {
        Assert.Equal([new(0, 4, 8, 4), new(4, 1, 24, 8)], FieldGroup.Of([0, 4, 8, 12, 16], [4, 4, 4, 4, 8], 8));
        Assert.Equal([new(0, 2, 0, 8), new(2, 1, 16, 8)], FieldGroup.Of([0, 8, 16], [8, 8, 8], 0));
        Assert.Equal([new(0, 1, 0, 4), new(1, 1, 4, 4), new(2, 1, 8, 4)], FieldGroup.Of([0, 4, 8], [4, 4, 4], 0));
        // Chosen columns, between which others lie.
        Assert.Equal([new(0, 1, 0, 8), new(1, 1, 16, 8)], FieldGroup.Of([0, 16], [8, 8], 0));
    }

    [Fact]
    public void Any_columns_become_the_rows_that_their_places_say_and_come_back_from_them()
    {
        var chance = new Random(20);
        for (var round = 0; round < 400; round++)
        {
            DataShape[] shapes = [.. Enumerable.Range(0, chance.Next(1, 10)).Select(column => new DataShape($"C{column}", Types[chance.Next(Types.Length)]))];
            if (round % 4 == 0)
                shapes = [.. shapes.Select(shape => shape with { Type = round % 8 == 0 ? ElementType.Float32 : ElementType.Int64 })];
            var lead = chance.Next(2) == 0 ? 4 : 8;
            var (sizes, offsets) = (shapes.Select(shape => shape.Type.SizeInBytes()).ToArray(), new int[shapes.Length]);
            for (var column = 1; column < shapes.Length; column++)
                offsets[column] = offsets[column - 1] + sizes[column - 1];
            var stride = lead + sizes.Sum() + chance.Next(8);
            var rowCount = chance.Next(round % 10 == 0 ? 1_500 : 20);
            var firstRow = chance.Next(5);
            Column[] columns = [.. shapes.Select(shape =>
            {
                var bytes = new byte[(firstRow + rowCount) * shape.Type.SizeInBytes()];
                chance.NextBytes(bytes);
                return new Column(shape.Name, shape.Type, bytes);
            })];
            var order = chance.Next(2) == 0 ? [] : Enumerable.Range(0, rowCount).Select(_ => chance.Next(firstRow + rowCount)).ToArray();
            var groups = FieldGroup.Of(offsets, sizes, lead);

            var rows = new byte[rowCount * stride];
            RowTransposer.ToRows(columns, groups, firstRow, rowCount, order, rows, stride);

            var due = new byte[rows.Length];
            for (var row = 0; row < rowCount; row++)
            {
                for (var column = 0; column < columns.Length; column++)
                    columns[column].Data.Span.Slice((order.Length == 0 ? firstRow + row : order[row]) * sizes[column], sizes[column]).CopyTo(due.AsSpan((row * stride) + lead + offsets[column]));
            }

            Assert.True(due.AsSpan().SequenceEqual(rows), $"round {round}: {DataShapes.Describe(shapes)}, {rowCount} rows of {stride} bytes");
            var targets = sizes.Select(size => new byte[rowCount * size]).ToArray();
            RowTransposer.ToColumns(rows, stride, rowCount, groups, new Targets(targets));
            for (var column = 0; column < columns.Length; column++)
            {
                for (var row = 0; row < rowCount; row++)
                    Assert.True(targets[column].AsSpan(row * sizes[column], sizes[column]).SequenceEqual(due.AsSpan((row * stride) + lead + offsets[column], sizes[column])), $"round {round}: {shapes[column]}, row {row}");
            }
        }
    }

    readonly struct Targets(byte[][] columns) : IColumnSpans
    {
        public Span<byte> this[int column] => columns[column];
    }
}
