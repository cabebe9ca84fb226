namespace MarketStore.Sql.Worker.Link;

/// <summary>What a message between the server and its worker says.</summary>
internal enum MessageKind : byte
{
    /// <summary>From the server, once: what statements may use.</summary>
    Settings = 1,

    /// <summary>From the server: carry out a query.</summary>
    Query,

    /// <summary>From the server: more rows of the result.</summary>
    Fetch,

    /// <summary>From the server: no more rows of the result are wanted.</summary>
    Close,

    /// <summary>From the server: the table that was asked for, or that there is none of this name.</summary>
    Table,

    /// <summary>From the server: the table is being read.</summary>
    Opened,

    /// <summary>From the server: why it cannot do what it was asked for.</summary>
    Refused,

    /// <summary>From the server: rows of a table.</summary>
    Rows,

    /// <summary>From the server: why a table cannot be read on.</summary>
    RowsRefused,

    /// <summary>From the worker, once: statements may come.</summary>
    Ready,

    /// <summary>From the worker: the columns of the result.</summary>
    Columns,

    /// <summary>From the worker: rows of the result.</summary>
    Chunks,

    /// <summary>From the worker: the result is closed.</summary>
    Closed,

    /// <summary>From the worker: what the engine says of a statement that it cannot carry out.</summary>
    Failed,

    /// <summary>From the worker: the result is larger than it may be.</summary>
    TooLarge,

    /// <summary>From the worker: which table has this name.</summary>
    FindTable,

    /// <summary>From the worker: begin to read a table.</summary>
    Open,

    /// <summary>From the worker: more rows of a table.</summary>
    Read,

    /// <summary>From the worker: a table is read no more. Not answered.</summary>
    Leave,
}
