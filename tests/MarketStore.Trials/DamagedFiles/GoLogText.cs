using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MarketStore.Trials.FailingCalls;

namespace MarketStore.Trials.DamagedFiles;

/// <summary>Writes a log as the Go server does, after its description in docs/wal.md, and remembers where each group lies and what is in it.</summary>
sealed class GoLogText
{
    const int StatusBytes = 11;
    const long Year2024 = 1_704_067_200;

    readonly List<byte> _bytes = [2, 1, 1, .. BitConverter.GetBytes(1_704_067_200_000_000_001L)];
    long _lastNumber;

    GoLogText(int groups)
    {
        for (var group = 1; group <= groups; group++)
        {
            var fixedRows = Enumerable.Range(0, 2).Select(row => new StoreRow(++_lastNumber, Year2024 + (((group * 2) + row) * 86_400L), 0)).ToList();
            // Half way through the slot: the ticks are exact.
            var tick = new StoreRow(++_lastNumber, Year2024 + (group * 3_600L) + 1_800, 0);
            byte[][] commands =
            [
                .. fixedRows.Select(row => Command(0, "F/1D/BARS/2024.bin", (row.Epoch - Year2024) / 86_400, FieldsOf(row), 0)),
                Command(1, "T/1H/TICK/2024.bin", 1 + ((tick.Epoch - Year2024) / 3_600), [.. FieldsOf(tick), .. BitConverter.GetBytes(0x8000_0000u)], 20),
            ];
            Commit(group, commands, new StoreOperation.Write(("F/1D/BARS", false, fixedRows), ("T/1H/TICK", true, [tick])));
        }
    }

    public static GoLogText Instance { get; } = new(groups: 6);

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Where a group's messages begin, where the group itself does, where it ends with its checksum, and what is in it.</summary>
    public List<(int Announced, int Start, int End, StoreOperation Rows)> Groups { get; } = [];

    public static bool IsStatus(int offset) => offset < StatusBytes;

    void Commit(long id, byte[][] commands, StoreOperation rows)
    {
        var announced = _bytes.Count;
        _bytes.AddRange([1, .. BitConverter.GetBytes(id), 0, 0]);
        var start = _bytes.Count;
        byte[] body = [.. BitConverter.GetBytes(id), .. BitConverter.GetBytes((long)commands.Length), .. commands.SelectMany(command => command)];
        byte[] hashed = [.. BitConverter.GetBytes((long)body.Length), .. body];
#pragma warning disable CA5351 // MD5 is the format's checksum.
        _bytes.AddRange([0, .. hashed, .. MD5.HashData(hashed)]);
#pragma warning restore CA5351
        Groups.Add((announced, start, _bytes.Count, rows));
        _bytes.AddRange([1, .. BitConverter.GetBytes(id), 0, 2]);
    }

    static byte[] FieldsOf(StoreRow row) => [.. BitConverter.GetBytes(row.Number), .. BitConverter.GetBytes(row.Price)];

    static byte[] Command(byte recordType, string path, long index, byte[] data, int variableRowBytes)
    {
        Span<byte> numbers = stackalloc byte[24];
        BinaryPrimitives.WriteInt32LittleEndian(numbers, data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[4..], variableRowBytes);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], index);
        return
        [
            recordType, .. BitConverter.GetBytes((short)path.Length), .. Encoding.ASCII.GetBytes(path), .. numbers, .. data,
            3, .. Shape("Epoch", 3), .. Shape(StoreRow.NumberColumn, 3), .. Shape(StoreRow.PriceColumn, 2),
        ];
    }

    static byte[] Shape(string name, byte type) => [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), type];
}
