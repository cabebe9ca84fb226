using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>Brings the columns of a write into the order and types of its bucket. Columns match by name; a client's order decides nothing.</summary>
internal static class RowMatcher
{
    /// <summary>The schema that a first write gives its bucket.</summary>
    /// <exception cref="MarketStoreException">The columns cannot be stored.</exception>
    public static IReadOnlyList<DataShape> StoredColumns(IEnumerable<DataShape> columns, RecordType recordType)
    {
        var stored = columns
            .Where(column => column.Name != ColumnSeries.EpochName && (recordType == RecordType.Fixed || column.Name != ColumnSeries.NanosecondsName))
            .ToArray();
        if (YearFileHeader.FindFault(stored) is { } fault)
            throw new MarketStoreException(ErrorKind.InvalidRequest, fault);
        return stored;
    }

    /// <summary>Picks the time columns and the bucket's columns out of a write.</summary>
    /// <exception cref="MarketStoreException">A column is missing, superfluous or does not convert.</exception>
    public static MatchedRows Match(BucketWrite write, BucketSchema schema)
    {
        if (!write.Rows.TryGetColumn(ColumnSeries.EpochName, out var epoch) || epoch.Value.Type != ElementType.Int64)
            throw new MarketStoreException(ErrorKind.InvalidRequest, "unexpected data type for Epoch column");
        if (write.Rows.TryGetColumn(ColumnSeries.NanosecondsName, out var nanoseconds) && nanoseconds.Value.Type != ElementType.Int32)
            throw new MarketStoreException(ErrorKind.InvalidRequest, "unexpected data type for Nanoseconds column");

        var matched = new Column[schema.Columns.Count];
        var found = 0;
        foreach (var column in write.Rows.Columns)
        {
            if (column.Name == ColumnSeries.EpochName)
                continue;
            if (!schema.TryGetColumn(column.Name, out var position))
            {
                // Nanoseconds is part of the time unless the bucket has a column of that name.
                if (column.Name == ColumnSeries.NanosecondsName && (schema.RecordType == RecordType.Variable || write.IsVariable))
                    continue;
                ThrowMismatch(write, schema);
            }

            if (matched[position].Name is not null)
                ThrowMismatch(write, schema);
            matched[position] = Coercion.To(column, schema.Columns[position].Type);
            found++;
        }

        if (found != matched.Length)
            ThrowMismatch(write, schema);
        return new(write.Rows.RowCount, epoch.Value, nanoseconds, matched);
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    static void ThrowMismatch(BucketWrite write, BucketSchema schema)
    {
        var bucketColumns = schema.Columns.Prepend(new DataShape(ColumnSeries.EpochName, ElementType.Int64));
        throw new MarketStoreException(
            ErrorKind.InvalidRequest,
            $"unable to match data columns ({DataShapes.Describe(write.Rows.Shapes)}) to bucket columns ({DataShapes.Describe(bucketColumns)})");
    }
}
