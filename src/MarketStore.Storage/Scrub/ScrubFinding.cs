namespace MarketStore.Storage.Scrub;

/// <summary>One place that is not as it should be.</summary>
/// <param name="Fault">What sort of damage it is.</param>
/// <param name="Path">The file or directory.</param>
/// <param name="Offset">Where in the file the first wrong byte or the part in question is, or null for the file as a whole.</param>
/// <param name="Slot">The index of the slot concerned, or null when none is.</param>
/// <param name="Text">What was found and what is due, in words; does not repeat path, offset and slot.</param>
public sealed record ScrubFinding(ScrubFault Fault, string Path, long? Offset, long? Slot, string Text)
{
    /// <summary>True when it is known without a doubt what is due, so that a repair can be asked for.</summary>
    public bool IsRepairable { get; init; }

    /// <summary>True when it was repaired after it was found.</summary>
    public bool IsRepaired { get; init; }

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Path}{(Offset is { } offset ? $", offset {offset}" : "")}{(Slot is { } slot ? $", slot {slot}" : "")}: {Text}");
}
