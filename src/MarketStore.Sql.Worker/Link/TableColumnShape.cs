using MarketStore.Core.Types;

namespace MarketStore.Sql.Worker.Link;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="IsInstant">True for nanoseconds since 1970 that are a time for the engine.</param>
internal readonly record struct TableColumnShape(string Name, ElementType Type, bool IsInstant);
