namespace MarketStore.Cli.Shell.Editing;

/// <summary>How the word before the cursor can go on.</summary>
/// <param name="Start">Where the word begins.</param>
/// <param name="Candidates">Whole words to stand in its place.</param>
internal sealed record Completion(int Start, IReadOnlyList<string> Candidates)
{
    public static Completion None { get; } = new(0, []);

    /// <summary>What all candidates begin with.</summary>
    public string CommonStart
    {
        get
        {
            var common = Candidates.Count == 0 ? "" : Candidates[0];
            foreach (var candidate in Candidates)
            {
                var length = 0;
                while (length < Math.Min(common.Length, candidate.Length) && common[length] == candidate[length])
                    length++;
                common = common[..length];
            }

            return common;
        }
    }
}
