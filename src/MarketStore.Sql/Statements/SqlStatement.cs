using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Core.Types;

namespace MarketStore.Sql.Statements;

/// <summary>What a statement asks for.</summary>
internal abstract record SqlStatement;

/// <summary>A query for the SQL engine.</summary>
/// <param name="Text">The query, without a semicolon.</param>
internal sealed record QueryStatement(string Text) : SqlStatement;

/// <summary>Calls of our functions over the rows of one table or query: <c>SELECT candlecandler('5Min',Open,High,Low,Close) FROM … WHERE … LIMIT …</c>.</summary>
/// <param name="Items">The calls, in order.</param>
/// <param name="Source">What they read.</param>
/// <param name="Limit">Rows of the result; null for all.</param>
internal sealed record FunctionStatement(IReadOnlyList<FunctionItem> Items, FunctionSource Source, long? Limit) : SqlStatement;

/// <summary><c>INSERT INTO … SELECT …</c>.</summary>
/// <param name="Target">The bucket.</param>
/// <param name="Columns">The target's columns that the query's columns go to, in their order; null where the names of the query's columns say it.</param>
/// <param name="Query">A query or calls of functions.</param>
internal sealed record InsertStatement(TimeBucketKey Target, IReadOnlyList<string>? Columns, SqlStatement Query) : SqlStatement;

/// <summary><c>DELETE FROM … WHERE Epoch …</c>.</summary>
internal sealed record DeleteStatement(TimeBucketKey Target, TimeRange Range) : SqlStatement;

/// <summary><c>CREATE TABLE … (…)</c>.</summary>
internal sealed record CreateTableStatement(TimeBucketKey Target, IReadOnlyList<DataShape> Columns, RecordType RecordType, bool IfNotExists) : SqlStatement;

/// <summary><c>DROP TABLE …</c>.</summary>
internal sealed record DropTableStatement(TimeBucketKey Target, bool IfExists) : SqlStatement;

/// <summary><c>EXPLAIN [ANALYZE] …</c>: how the statement would be, or was, carried out.</summary>
internal sealed record ExplainStatement(bool IsAnalyze, SqlStatement Inner) : SqlStatement;
