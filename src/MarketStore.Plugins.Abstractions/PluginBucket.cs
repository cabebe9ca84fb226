using MarketStore.Core.Types;

namespace MarketStore.Plugins.Abstractions;

/// <summary>What is stored under a key.</summary>
/// <param name="IsVariable">True for ticks.</param>
/// <param name="Columns">Names and types, without Epoch and Nanoseconds.</param>
public sealed record PluginBucket(bool IsVariable, IReadOnlyList<DataShape> Columns);
