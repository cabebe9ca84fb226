using MarketStore.Core.Time;
using MarketStore.Server.Streaming.Resuming;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

public sealed class PlaceRunsTests
{
    const int Places = 40;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Runs_hold_the_places_that_were_added_and_not_removed(int seed)
    {
        var random = new Random(seed);
        var (runs, held) = (new PlaceRuns(), new HashSet<EpochTime>());
        for (var step = 0; step < 200; step++)
        {
            if (random.Next(3) == 0)
            {
                var removed = Run(random);
                runs.Remove(removed);
                held.RemoveWhere(removed.Contains);
            }
            else
            {
                EpochTime[] added = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Place(random.Next(Places)))];
                runs.Add(PlaceRuns.Of(added, 0), 0);
                held.UnionWith(added);
            }

            Assert.Equal(held.Order(), All.Where(runs.Contains));
            var from = Place(random.Next(Places));
            Assert.Equal(held.Where(place => place >= from).Order().Cast<EpochTime?>().FirstOrDefault(), runs.FirstFrom(from)?.First);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Runs_of_bars_hold_no_bar_between_those_that_were_added_until_they_are_made_coarse(int seed)
    {
        var random = new Random(seed);
        var runs = new PlaceRuns();
        HashSet<long> bars = [.. Enumerable.Range(0, 30).Select(_ => 60L * random.Next(60))];
        foreach (var bar in bars)
            runs.Add([new(new(bar, 0), new(bar, 0))], 60);
        Assert.Equal(bars.Order(), Enumerable.Range(0, 60).Select(bar => 60L * bar).Where(bar => runs.Contains(new(bar, 0))));
        // As few runs as can be.
        Assert.Equal(bars.Count(bar => !bars.Contains(bar - 60)), runs.Count);
        var removed = bars.ElementAt(random.Next(bars.Count));
        runs.Remove(new(new(removed, 0), new(removed, 0)));
        runs.Add([runs.FirstFrom(EpochTime.MinValue)!.Value], 60);
        Assert.False(runs.Contains(new(removed, 0)));
        runs.Add([new(new(removed, 0), new(removed, 0))], 60);

        var before = runs.Count;
        runs.Coarsen();

        Assert.InRange(runs.Count, 1, Math.Max(1, (before / 2) + 1));
        Assert.All(bars, bar => Assert.True(runs.Contains(new(bar, 0))));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_last_reading_of_a_place_counts(int seed)
    {
        var random = new Random(seed);
        var places = new ReadPlaces(EpochTime.MinValue);
        var sequences = new Dictionary<EpochTime, long>();
        // Once all of it, in pieces, then parts again.
        for (var (first, sequence) = (0, 1L); first < Places; sequence++)
        {
            var end = Math.Min(Places, first + random.Next(1, 10));
            places.Add(Place(end), sequence);
            for (; first < end; first++)
                sequences[Place(first)] = sequence;
        }

        for (var sequence = 100L; sequence < 200; sequence++)
        {
            var run = Run(random);
            places.AddAgain(run, sequence);
            foreach (var place in All.Where(run.Contains))
                sequences[place] = sequence;
            Assert.Equal(All.Select(place => (long?)sequences[place]), All.Select(places.SequenceAt));
        }

        places.GoLive(1);
        Assert.Equal(199, places.Newest);
        places.Forget(150);
        Assert.All(All.Where(place => sequences[place] > 150), place => Assert.Equal(sequences[place], places.SequenceAt(place)));
        Assert.All(All.Where(place => sequences[place] <= 150), place => Assert.InRange(places.SequenceAt(place)!.Value, 1, 99));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    static EpochTime[] All => [.. Enumerable.Range(0, Places).Select(Place)];

    /// <summary>Some share a second.</summary>
    static EpochTime Place(int index) => new(index / 3, index % 3 * 499_999_999);

    static PlaceRun Run(Random random)
    {
        var first = random.Next(Places);
        return new(Place(first), Place(random.Next(first, Places)));
    }
}
