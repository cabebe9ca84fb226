namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>Makes the disk that a power cut leaves.</summary>
static class ImageMaker
{
    public static DiskTree Make(DurableState state, Survival survival, Random chance)
    {
        var image = state.Tree.Clone();
        foreach (var name in Names(state, survival, chance))
            image.TryApply(name);
        // A name that stands may lead to a directory that was never flushed itself: it is then what the names within make of it.
        var contents = new ContentSurvival(chance);
        foreach (var (file, pending) in state.PendingContents)
            ApplyContents(image.FileOf(file), pending, state.Last!, survival, contents);
        return image.CloneReachable();
    }

    static IEnumerable<NameChange> Names(DurableState state, Survival survival, Random chance)
    {
        var names = state.PendingNames;
        switch (survival)
        {
            case Survival.Nothing:
                return [];
            case Survival.Everything:
                return names;
            case Survival.LastAlone:
                return names.Where(name => name == state.Last);
            case Survival.LastTorn:
                return names.Where(name => name != state.Last);
            case Survival.NamesInOrder:
                return names.Take(chance.Next(names.Count + 1));
            default:
                var share = chance.NextDouble();
                return names.Where(_ => chance.NextDouble() < share);
        }
    }

    static void ApplyContents(FileContent content, List<DiskChange> pending, DiskChange last, Survival survival, ContentSurvival some)
    {
        switch (survival)
        {
            case Survival.Nothing:
                break;
            case Survival.NamesInOrder or Survival.NamesInAnyOrder:
                some.ApplySome(content, pending);
                break;
            default:
                foreach (var change in pending)
                {
                    var isLast = ReferenceEquals(change, last);
                    if (isLast && survival == Survival.LastTorn && change is ContentWritten written)
                        some.ApplyTorn(content, written);
                    else if (survival == Survival.Everything || isLast == (survival == Survival.LastAlone))
                        ContentSurvival.ApplyWhole(content, change);
                }

                break;
        }
    }
}
