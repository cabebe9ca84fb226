using MarketStore.Cli.Times;
using nietras.SeparatedValues;

namespace MarketStore.Cli.Results;

/// <summary>Comma separated values with a header, as <c>marketstore load</c> reads them back.</summary>
internal sealed class CsvFormat : IResultFormat
{
    public void Write(ResultSet result, TextWriter output)
    {
        // The header is a row like any other here: names of columns may repeat.
        using var writer = new Sep(',').Writer(options => options with { WriteHeader = false, Escape = true, DisableColCountCheck = true }).To(output, leaveOpen: true);
        using (var header = writer.NewRow())
        {
            for (var column = 0; column < result.Columns.Count; column++)
                header[column].Set(result.Columns[column].Title);
        }

        foreach (var bucket in result.Buckets)
        {
            for (var row = 0; row < bucket.Rows.RowCount; row++)
                WriteRow(writer, result, bucket, row);
        }
    }

    static void WriteRow(SepWriter writer, ResultSet result, ResultBucket bucket, int row)
    {
        using var line = writer.NewRow();
        for (var index = 0; index < result.Columns.Count; index++)
        {
            var column = result.Columns[index];
            line[index].Set(column.Kind == ResultColumnKind.Time ? TimeWriter.Iso(ResultSet.TimeOf(bucket, row), result.Zone) : ResultSet.TextOf(column, bucket, row));
        }
    }
}
