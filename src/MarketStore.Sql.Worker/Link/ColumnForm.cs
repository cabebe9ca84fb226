namespace MarketStore.Sql.Worker.Link;

/// <summary>How the values of a column of a table stand in a message.</summary>
internal enum ColumnForm : byte
{
    /// <summary>Not at all: only the rows are counted.</summary>
    None,

    /// <summary>Not at all: every value is NULL.</summary>
    Nulls,

    /// <summary>One after the other, each as wide as its type.</summary>
    Values,

    /// <summary>A bit for each row, clear for NULL, in 64-bit words; then the values.</summary>
    ValuesAndNulls,

    /// <summary>One text for all rows.</summary>
    OneText,

    /// <summary>Where each text ends, as 32-bit numbers; then the bytes of all.</summary>
    Texts,
}
