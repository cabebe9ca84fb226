using MarketStore.Core.Types;

namespace MarketStore.Trials.Model.Expected;

/// <summary>A column of an answer that is due.</summary>
sealed record ExpectedColumn(string Name, ElementType Type, byte[] Bytes);
