using MarketStore.Core.Series;
using MarketStore.Sql.Engine;
using MarketStore.Sql.Worker.DuckDb;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Results;

/// <summary>A column of a result while its rows come. docs/sql.md, "Types of results".</summary>
internal abstract class ResultColumn(string name)
{
    public string Name { get; } = name;

    /// <summary>Bytes held.</summary>
    public abstract long Bytes { get; }

    /// <summary>Takes the rows of the chunk at hand.</summary>
    public abstract void Add(EngineResult result, int column);

    public abstract Column ToColumn();

    public static ResultColumn For(ResultShape column) => column.Type == DuckDbType.Varchar || column.Type == DuckDbType.Blob
        ? new TextResultColumn(column.Name, column.Type == DuckDbType.Blob)
        : NumberResultColumns.For(column);
}
