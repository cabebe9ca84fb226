namespace MarketStore.Protocol.Messages;

/// <summary>A bucket to make. Clients give the columns as two lists or as one text, and the record type as a flag or as a word.</summary>
public sealed record CreateRequest
{
    /// <summary><c>AAPL/1Min/OHLCV</c>, with or without categories.</summary>
    public string Key { get; init; } = "";

    /// <summary>Null when not given.</summary>
    public IReadOnlyList<string>? ColumnTypes { get; init; }

    /// <summary>Null when not given: then <see cref="DataShapes"/> counts.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Null when not given: then <see cref="RowType"/> counts.</summary>
    public bool? IsVariableLength { get; init; }

    /// <summary><c>fixed</c> or <c>variable</c>.</summary>
    public string? RowType { get; init; }

    /// <summary>Such as <c>Epoch/int64:Open,Close/float32</c>.</summary>
    public string? DataShapes { get; init; }
}
