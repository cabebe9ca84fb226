using MarketStore.Core.Time;
using MarketStore.Query.Planning;
using MarketStore.Storage;

namespace MarketStore.Query.Scanning;

/// <summary>What is read of each bucket of a query.</summary>
/// <param name="Range">Both ends inclusive.</param>
/// <param name="Limit">The most rows, or bars, of each bucket; null for all.</param>
/// <param name="Direction">Which end of the range the limit counts from.</param>
/// <param name="Selection">The columns of the answer.</param>
/// <param name="NeededColumns">What the functions to come read of the rows; null for everything.</param>
internal sealed record ReadRequest(TimeRange Range, long? Limit, ScanDirection Direction, ColumnSelection Selection, IReadOnlyCollection<string>? NeededColumns);
