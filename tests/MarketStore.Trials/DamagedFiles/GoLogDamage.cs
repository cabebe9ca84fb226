using MarketStore.Storage;
using MarketStore.TestKit.Files;
using MarketStore.Trials.FailingCalls;

namespace MarketStore.Trials.DamagedFiles;

/// <summary>Damage to a log that the Go server left: the start never fails, and a group that is whole comes back whole, a damaged one not at all.</summary>
static class GoLogDamage
{
    const string LogName = "WALFile.1704067200000000001.walfile";

    static readonly string LogPath = $"{MemoryDisk.Root}/{LogName}";

    public static IReadOnlyList<DamageGroup> Groups()
    {
        var sound = GoLogText.Instance.ToArray();
        List<DamageGroup> groups =
        [
            new("Go log cut short", sound.Length, BesideEnds(sound.Length), (number, tally) => RunCutAsync(sound[..number], tally)),
            new("Go log bit flipped", sound.Length * 8, [], (number, tally) => RunFlippedAsync(sound, number, tally)),
        ];
        if (TarArchive.CanUnpack)
            groups.AddRange(RecordedGoLog.Groups());
        return groups;
    }

    static List<int> BesideEnds(int length) =>
        [.. GoLogText.Instance.Groups.SelectMany(group => new[] { group.Start - 1, group.Start, group.End - 1, group.End, group.End + 1 }).Where(number => number < length)];

    /// <summary>Groups that are whole count, also without the message that confirms them.</summary>
    static async Task RunCutAsync(byte[] bytes, TrialTally tally)
    {
        var whole = GoLogText.Instance.Groups.Where(group => group.End <= bytes.Length).ToList();
        var due = GoLogText.IsStatus(bytes.Length - 1) || bytes.Length == 0 ? new StoreModel() : StoreModel.Of(whole.Select(group => group.Rows));
        // A group that began and did not end is a fault; the rest of a message is not.
        var isTorn = GoLogText.Instance.Groups.Any(group => group.Start + 9 <= bytes.Length && bytes.Length < group.End);
        await RunAsync(bytes, (read, log, isSetAside) =>
        {
            if (due.FindDifference(read) is { } difference)
                return difference;
            return isTorn && (!isSetAside || log.Errors.Count == 0) ? $"a group was cut short, and {(isSetAside ? "nothing is said" : "the log is gone")}" : null;
        });
        tally.Add(isTorn ? "Go logs set aside" : "Go logs taken over whole");
    }

    /// <summary>Every group but the one in which a bit has flipped comes back; a flip outside of groups may change what the log says of itself, but makes up no row.</summary>
    static async Task RunFlippedAsync(byte[] sound, int number, TrialTally tally)
    {
        var bytes = (byte[])sound.Clone();
        bytes[number / 8] ^= (byte)(1 << (number % 8));
        var hit = GoLogText.Instance.Groups.FindIndex(group => number / 8 >= group.Start && number / 8 < group.End);
        var all = GoLogText.Instance.Groups.Select(group => group.Rows).ToList();
        var without = StoreModel.Of(all.Where((_, group) => group != hit));
        await RunAsync(bytes, (read, log, isSetAside) =>
        {
            if (GoLogText.IsStatus(number / 8))
                return read.Count == 0 ? (isSetAside ? null : "nothing came back, and the log is gone") : StoreModel.Of(all).FindDifference(read);
            // The destination of a message has no checksum: "confirmed" has become "all up to here are in the files".
            var confirmed = GoLogText.Instance.Groups.FindIndex(group => number == ((group.End + 9) * 8));
            var difference = (confirmed < 0 ? without : StoreModel.Of(all.Skip(confirmed + 1))).FindDifference(read);
            if (hit < 0 || difference is not null)
                return difference;
            return isSetAside && log.Errors.Count > 0 ? null : $"group {hit + 1} is left out, and {(isSetAside ? "nothing is said" : "the log is gone")}";
        });
        tally.Add(hit < 0 ? "Go logs with a flip between groups" : "Go logs with a flipped group");
    }

    static async Task RunAsync(byte[] bytes, Func<SortedDictionary<string, IReadOnlyList<StoreRow>>, CapturedLog, bool, string?> findFault)
    {
        var disk = new MemoryDisk();
        disk.WriteAll(LogPath, bytes);
        for (var start = 1; start <= 2; start++)
        {
            var log = new CapturedLog();
            await using var database = Database.Open(LogStore.Options, log, disk, TimeProvider.System);
            if (disk.FileExists(LogPath))
                throw new TrialFailedException($"start {start}: the log is still there under its name");
            var isSetAside = disk.FileExists(LogPath + ".tmp");
            if (isSetAside && !disk.ReadAll(LogPath + ".tmp").AsSpan().SequenceEqual(bytes))
                throw new TrialFailedException($"start {start}: the log that was set aside is not what it was");
            // The first start tells of damage, the second finds it done.
            if (findFault(StoreReader.ReadAll(database), log, isSetAside) is { } fault && (start == 1 || !fault.EndsWith("nothing is said", StringComparison.Ordinal)))
                throw new TrialFailedException($"start {start}: {fault}{string.Concat(log.Warnings.Select(text => $"\n  logged: {text}"))}");
        }
    }
}
