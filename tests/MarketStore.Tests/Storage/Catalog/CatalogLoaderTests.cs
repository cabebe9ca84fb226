using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Catalog;

/// <summary>So many symbols that several threads look for buckets.</summary>
public sealed class CatalogLoaderTests
{
    const int SymbolCount = 600;

    [Fact]
    public async Task Every_bucket_of_many_symbols_is_found_once()
    {
        await using var db = TestDatabase.Open(prepare: MakeBuckets);

        Assert.Equal(
            Enumerable.Range(0, SymbolCount).SelectMany(symbol => new[] { $"S{symbol:000}/1D/B", $"S{symbol:000}/1Min/B" }),
            db.Database.ListBuckets().Select(key => key.ToString()));
    }

    [Fact]
    public void A_defect_on_one_of_the_threads_ends_the_start()
    {
        var error = Assert.Throws<NotSupportedException>(() => TestDatabase.Open(prepare: MakeBuckets, hook: disk => disk.Before = call =>
        {
            if (call.Kind == DiskCallKind.ListDirectory && call.Path.EndsWith("S300/1D", StringComparison.Ordinal))
                throw new NotSupportedException(call.Path);
        }));

        Assert.EndsWith("S300/1D", error.Message, StringComparison.Ordinal);
    }

    static void MakeBuckets(string root)
    {
        foreach (var path in Enumerable.Range(0, SymbolCount).SelectMany(symbol => new[] { $"S{symbol:000}/1D/B", $"S{symbol:000}/1Min/B" }))
        {
            Directory.CreateDirectory(Path.Combine(root, path));
            File.WriteAllBytes(Path.Combine(root, path, "2024.bin"), []);
        }
    }
}
