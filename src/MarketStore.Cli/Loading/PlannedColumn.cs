using MarketStore.Core.Types;

namespace MarketStore.Cli.Loading;

/// <summary>A column of a file and what becomes of it.</summary>
/// <param name="Column">Its place in the file, from 0.</param>
/// <param name="Shape">Name and type in the bucket.</param>
internal sealed record PlannedColumn(int Column, string CsvName, DataShape Shape);
