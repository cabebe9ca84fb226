using System.Buffers.Binary;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using Xunit;

namespace MarketStore.Tests.Storage.Recovery.GoLog;

/// <summary>Too large for each run (some gigabytes of memory and of disk): <c>MarketStore.Tests -explicit only -class '*LargeGoLogTests'</c>.</summary>
public class LargeGoLogTests
{
    const int SlotCount = 11;
    const int RowsPerSlot = 12_500_000;
    const int RowBytes = 8;

    [Fact(Explicit = true)]
    public async Task A_log_of_more_than_a_GiB_for_one_year_file_is_taken_over_in_parts_with_every_tick_once()
    {
        await using var db = TestDatabase.Open(prepare: root =>
        {
            using var file = File.Create(Path.Combine(root, "WALFile.1.walfile"));
            file.Write(GoLogWriter.Status());
            for (var slot = 1; slot <= SlotCount; slot++)
                file.Write(new GoLogWriter().Commit(slot, GoLogWriter.Command(RecordType.Variable, "T/1Min/T/2021.bin", slot, Ticks(slot), RowBytes, columns: new DataShape("P", ElementType.Float32))).ToArray());
            Assert.True(file.Length > 1L << 30);
        });

        Assert.Empty(db.Log.Errors);
        Assert.False(File.Exists(db.PathOf("WALFile.1.walfile")));
        CheckAll(db);
        // Again from the blocks that the stop has written.
        await db.ReopenAsync();
        CheckAll(db);
    }

    static void CheckAll(TestDatabase db)
    {
        for (var slot = 1; slot <= SlotCount; slot++)
        {
            var start = 1_609_459_200L + ((slot - 1) * 60);
            using var series = db.Database.Scan(TimeBucketKey.Parse("T/1Min/T"), new(new(new(start, 0), new(start + 59, 999_999_999)), Columns: ["P"]));
            Assert.Equal(RowsPerSlot, series.RowCount);
            Assert.True(series.TryGetColumn("P", out var prices));
            for (var row = 0; row < RowsPerSlot; row++)
                Assert.True(prices.Value.Values<float>()[row] == PriceOf(slot, row), $"slot {slot}, row {row}");
        }
    }

    static byte[] Ticks(int slot)
    {
        var bytes = new byte[RowsPerSlot * RowBytes];
        for (var row = 0; row < RowsPerSlot; row++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(row * RowBytes), PriceOf(slot, row));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((row * RowBytes) + sizeof(float)), (uint)(row * 300L));
        }

        return bytes;
    }

    static float PriceOf(int slot, int row) => slot + (row % 1_000_003);
}
