namespace MarketStore.Cli.Times;

/// <summary>One part of a Go layout.</summary>
/// <param name="Text">As it stands in the layout; its form counts for literals, fractions and offsets.</param>
internal readonly record struct GoLayoutElement(GoLayoutPart Part, string Text);
