using MarketStore.Sql.Worker.DuckDb;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Worker.Rows;

/// <summary>Writes rows of a result: their number, and for each column the bits for NULL if it has any, and its values.</summary>
internal static class ResultChunk
{
    /// <summary>Returns false when the message would have more bytes than it may.</summary>
    public static bool TryWrite(DuckDbResult result, MessageWriter message, long maxBytes)
    {
        var rows = result.RowCount;
        message.Write(rows);
        for (var column = 0; column < result.Columns.Count; column++)
        {
            var validity = result.Validity(column);
            message.Write(!validity.IsEmpty).WriteAll(validity);
            var type = result.Columns[column].StoredType;
            if (type is DuckDbType.Varchar or DuckDbType.Blob)
            {
                if (!TryWriteTexts(result.Values<DuckDbString>(column), validity, message, maxBytes))
                    return false;
            }
            else
            {
                var bytes = rows * result.Columns[column].Width;
                if (message.Length + (long)bytes > maxBytes)
                    return false;
                message.WriteAll(result.Bytes(column, result.Columns[column].Width));
            }
        }

        return true;
    }

    static bool TryWriteTexts(ReadOnlySpan<DuckDbString> texts, ReadOnlySpan<ulong> validity, MessageWriter message, long maxBytes)
    {
        var total = 0L;
        for (var row = 0; row < texts.Length; row++)
        {
            if (ValidityBits.IsThere(validity, row))
                total += DuckDbString.BytesOf(in texts[row]).Length;
            if (message.Length + total + (texts.Length * sizeof(int)) > maxBytes)
                return false;
            message.Write((int)total);
        }

        for (var row = 0; row < texts.Length; row++)
        {
            if (ValidityBits.IsThere(validity, row))
                message.WriteAll(DuckDbString.BytesOf(in texts[row]));
        }

        return true;
    }
}
