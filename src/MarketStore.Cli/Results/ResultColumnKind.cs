namespace MarketStore.Cli.Results;

/// <summary>What a shown column holds.</summary>
internal enum ResultColumnKind
{
    Symbol,
    AttributeGroup,
    Time,
    Number,
    Text,
}
