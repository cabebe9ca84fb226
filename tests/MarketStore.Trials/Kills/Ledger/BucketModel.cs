namespace MarketStore.Trials.Kills.Ledger;

/// <summary>What a bucket holds after each version of its writer's data. Not safe for several threads: the writer's lock guards it.</summary>
abstract class BucketModel(string key)
{
    public string Key => key;

    /// <summary>Null, or the times of what a version has changed here.</summary>
    public abstract TimeRange? ChangedIn(int version);

    /// <summary>Takes back the newest version: it was found not to be there.</summary>
    public abstract void Retract(int version);

    /// <summary>Compares an answer for a range of times with all versions that it may show, and narrows them.</summary>
    /// <param name="answer">Null if the server knows no such bucket.</param>
    public abstract void Check(BucketAnswer? answer, TimeRange range, Versions versions, Findings findings);
}
