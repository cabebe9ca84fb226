namespace MarketStore.EndToEnd.Tests.Docs;

/// <summary>What stands between two fences of a page.</summary>
/// <param name="Heading">The heading that it stands under.</param>
/// <param name="Language">What the fence says; nothing for an output.</param>
sealed record CodeBlock(string Heading, string Language, IReadOnlyList<string> Lines);
