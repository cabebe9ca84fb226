namespace MarketStore.Trials.Model;

/// <summary>Choices by chance.</summary>
static class RandomPicks
{
    public static T Pick<T>(this Random random, params ReadOnlySpan<T> items) => items[random.Next(items.Length)];

    /// <summary>One of a list that is not empty.</summary>
    public static T PickOf<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>True once in so many times.</summary>
    public static bool OneIn(this Random random, int times) => random.Next(times) == 0;
}
