using System.Buffers.Binary;
using System.Security.Cryptography;
using MarketStore.Core.Keys;
using MarketStore.Storage;
using MarketStore.Storage.Disk;
using MarketStore.Trials.PowerCuts;

namespace MarketStore.Trials.LargeGoLog;

/// <summary>
/// A log of the Go server with more for one year file than a batch of our own log holds: it is taken over in parts, each tick once. The one case of the long form needs
/// some gigabytes of memory and of disk.
/// </summary>
sealed class LargeGoLogTrial(int slots = 11, int ticksPerSlot = 12_500_000) : Trial
{
    const string Key = "T/1Min/T";
    const string Column = "P";
    const string LogName = "WALFile.1.walfile";
    const long Year2021 = 1_609_459_200;
    const int SlotSeconds = 60;
    const int TickBytes = 8;

    public override string Name => "large-go-log";

    public override string Purpose => "Takes over a log of the Go server with more than a GiB for one year file; a case is one log";

    public override long LongFormCases => 1;

    public override int Parallelism => 1;

    public override async Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("marketstore-trial-");
        try
        {
            var options = new DatabaseOptions { RootDirectory = directory.FullName };
            tally.Add("MiB of the log", WriteLog(Path.Combine(directory.FullName, LogName)) >> 20);
            // The second time from the blocks that the stop has written.
            for (var start = 1; start <= 2; start++)
            {
                var log = new TrialLog();
                await using var database = Database.Open(options, log, PosixDisk.Instance, TimeProvider.System);
                if (log.Errors.Count > 0 || File.Exists(Path.Combine(directory.FullName, LogName)))
                    throw new TrialFailedException($"start {start}: the log was not taken over: {string.Join(" / ", log.Errors)}");
                for (var slot = 1; slot <= slots; slot++)
                    tally.Add("ticks found", Check(database, slot, $"start {start}"));
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    int Check(Database database, int slot, string when)
    {
        var first = Year2021 + ((slot - 1) * SlotSeconds);
        using var rows = database.Scan(TimeBucketKey.Parse(Key), new(new(new(first, 0), new(first + SlotSeconds - 1, 999_999_999)), Columns: [Column]));
        if (rows.RowCount != ticksPerSlot || !rows.TryGetColumn(Column, out var prices))
            throw new TrialFailedException($"{when}: slot {slot} has {rows.RowCount} ticks for {ticksPerSlot}");
        var found = prices.Value.Values<float>();
        for (var row = 0; row < ticksPerSlot; row++)
        {
            if (found[row] != PriceOf(slot, row))
                throw new TrialFailedException($"{when}: tick {row} of slot {slot} is {found[row]}, due {PriceOf(slot, row)}");
        }

        return ticksPerSlot;
    }

    /// <summary>A status, and a group for each slot with all of its ticks in one command. Returns the bytes written.</summary>
    long WriteLog(string path)
    {
        using var file = File.Create(path);
        file.Write([2, 1, 1, .. BitConverter.GetBytes(Year2021)]);
        for (var slot = 1; slot <= slots; slot++)
        {
            byte[] group = [.. BitConverter.GetBytes((long)slot), .. BitConverter.GetBytes(1L), .. Command(slot)];
            byte[] hashed = [.. BitConverter.GetBytes((long)group.Length), .. group];
            file.Write([1, .. BitConverter.GetBytes((long)slot), 0, 0, 0]);
            file.Write(hashed);
#pragma warning disable CA5351 // MD5 is the format's checksum.
            file.Write(MD5.HashData(hashed));
#pragma warning restore CA5351
            file.Write([1, .. BitConverter.GetBytes((long)slot), 0, 2]);
        }

        return file.Length;
    }

    byte[] Command(int slot)
    {
        var path = System.Text.Encoding.UTF8.GetBytes($"{Key}/2021.bin");
        var ticks = Ticks(slot);
        return
        [
            1, .. BitConverter.GetBytes((short)path.Length), .. path, .. BitConverter.GetBytes(ticks.Length), .. BitConverter.GetBytes(TickBytes), .. BitConverter.GetBytes(0L), .. BitConverter.GetBytes((long)slot),
            .. ticks, 2, 5, .. "Epoch"u8, 3, 1, .. "P"u8, 0,
        ];
    }

    byte[] Ticks(int slot)
    {
        var bytes = new byte[ticksPerSlot * TickBytes];
        var step = uint.MaxValue / (uint)ticksPerSlot;
        for (var row = 0; row < ticksPerSlot; row++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(row * TickBytes), PriceOf(slot, row));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((row * TickBytes) + sizeof(float)), (uint)row * step);
        }

        return bytes;
    }

    static float PriceOf(int slot, int row) => slot + (row % 1_000_003);
}
