using MarketStore.Core.Types;

namespace MarketStore.Sql.Tables;

/// <summary>A column of a table as the SQL engine sees it.</summary>
internal readonly record struct TableColumn(string Name, ElementType Type, TableColumnKind Kind);
