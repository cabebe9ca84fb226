using MarketStore.Storage.Records;
using Snappier;
using Xunit;

namespace MarketStore.Tests.Storage.Records;

/// <summary>Small blocks are decoded by our own hand; the library says what is right.</summary>
public class SnappyElementsTests
{
    [Fact]
    public void Every_block_that_the_library_makes_decodes_to_its_rows()
    {
        var chance = new Random(5);
        for (var round = 0; round < 3_000; round++)
        {
            var rows = RowsLike(chance, chance.Next(0, 2_500));
            var decoded = new byte[rows.Length];
            Assert.True(SnappyElements.TryDecode(Snappy.CompressToArray(rows), decoded), $"round {round}");
            Assert.Equal(rows, decoded);
        }
    }

    [Fact]
    public void A_changed_block_is_refused_or_decodes_to_what_the_library_makes_of_it()
    {
        var chance = new Random(6);
        var refused = 0;
        for (var round = 0; round < 30_000; round++)
        {
            var rows = RowsLike(chance, chance.Next(1, 400));
            var block = Snappy.CompressToArray(rows);
            for (var changes = chance.Next(1, 4); changes > 0; changes--)
                block[chance.Next(1, block.Length)] = (byte)chance.Next(256);
            if (chance.Next(4) == 0)
                block = block[..chance.Next(1, block.Length)];
            if (!TryLibrary(block, out var due))
            {
                refused++;
                Assert.False(SnappyElements.TryDecode(block, new byte[Math.Max(0, due.Length)]), Convert.ToHexString(block));
                continue;
            }

            var decoded = new byte[due.Length];
            Assert.True(SnappyElements.TryDecode(block, decoded), Convert.ToHexString(block));
            Assert.Equal(due, decoded);
        }

        Assert.InRange(refused, 1_000, 29_000);
    }

    /// <summary>As blocks were read before: by the library, and only if their elements end where the block does.</summary>
    static bool TryLibrary(byte[] block, out byte[] rows)
    {
        rows = [];
        try
        {
            var length = Snappy.GetUncompressedLength(block);
            if (length is < 0 or > 100_000)
                return false;
            rows = new byte[length];
            return SnappyElements.Yield(block, length) && Snappy.TryDecompress(block, rows, out var written) && written == length;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>From noise to runs of one byte.</summary>
    static byte[] RowsLike(Random chance, int length)
    {
        var rows = new byte[length];
        chance.NextBytes(rows);
        var period = chance.Next(1, 40);
        var share = chance.NextDouble();
        for (var position = period; position < length; position++)
        {
            if (chance.NextDouble() < share)
                rows[position] = rows[position - period];
        }

        return rows;
    }
}
