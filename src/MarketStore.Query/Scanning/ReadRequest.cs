using MarketStore.Core.Time;
using MarketStore.Functions.Calls;
using MarketStore.Query.Planning;
using MarketStore.Storage;

namespace MarketStore.Query.Scanning;

/// <summary>What is read of each bucket of a query.</summary>
/// <param name="Range">Both ends inclusive.</param>
/// <param name="Limit">The most rows, or bars, of each bucket; null for all.</param>
/// <param name="Direction">Which end of the range the limit counts from.</param>
/// <param name="Selection">The columns of the answer, or of the input of the functions.</param>
/// <param name="Functions">Applied to the rows of each bucket by itself.</param>
internal sealed record ReadRequest(TimeRange Range, long? Limit, ScanDirection Direction, ColumnSelection Selection, FunctionPipeline Functions);
