using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MarketStore.Core.Types;

namespace MarketStore.Storage.Recovery.GoLog;

/// <summary>
/// Reads a log that the Go server left: the transaction groups that no checkpoint covers, ascending. Damage takes out only the group that it lies in.
/// Layout: docs/wal.md, "Logs of the Go server".
/// </summary>
internal sealed class GoLogReader
{
    const byte GroupMessage = 0;
    const byte StateMessage = 1;
    const int StateBytes = 10;
    const int ChecksumBytes = 16;
    const byte CheckpointDestination = 1;
    const byte CommitPreparing = 0;
    const byte CommitComplete = 2;

    // A stretch of zeros has a fault at every byte.
    const int MaxShownFaults = 100;

    /// <summary>How often the bytes of a log may be hashed for checksums that turn out wrong: damage can look like ever more groups, each nearly as long as the log.</summary>
    const int MaxHashesInVain = 16;

    readonly SortedDictionary<long, GoTransactionGroup> _groups = [];
    readonly List<string> _faults = [];
    long _faultsNotShown;
    long _bytesHashedInVain;

    // While the reader is out of step, nothing that looks like a message may swallow the next group: where that begins, or the end of the log.
    int _nextGroup;

    /// <summary>Groups to replay, ascending by their number.</summary>
    public IReadOnlyCollection<GoTransactionGroup> Groups => _groups.Values;

    /// <summary>What could not be read, each with its offset.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public static GoLogReader Read(ReadOnlyMemory<byte> log)
    {
        var reader = new GoLogReader();
        for (var offset = 0; offset < log.Length;)
            offset = reader.ReadMessage(log, offset);
        if (reader._faultsNotShown > 0)
            reader._faults.Add($"{reader._faultsNotShown} more places that make no sense");
        return reader;
    }

    void AddFault(string fault)
    {
        if (_faults.Count < MaxShownFaults)
            _faults.Add(fault);
        else
            _faultsNotShown++;
    }

    int ReadMessage(ReadOnlyMemory<byte> log, int offset)
    {
        var rest = log.Span[(offset + 1)..];
        switch (log.Span[offset])
        {
            case GoStatus.MessageId:
                return BeforeNextGroup(offset, offset + GoStatus.Size);
            case StateMessage when rest.Length < StateBytes:
                return log.Length;
            case StateMessage:
                if (rest[8] == CheckpointDestination && rest[9] == CommitComplete)
                    Checkpoint(BinaryPrimitives.ReadInt64LittleEndian(rest));
                return BeforeNextGroup(offset, offset + 1 + StateBytes);
            case GroupMessage:
                return ReadGroup(log, offset);
            default:
                // Stray bytes between messages are passed over one by one, as the Go server does.
                FindNextGroup(log.Span, offset);
                return offset + 1;
        }
    }

    /// <summary>Everything up to a group is in the files, if the group is one that we met.</summary>
    void Checkpoint(long groupId)
    {
        if (!_groups.ContainsKey(groupId))
            return;
        foreach (var id in _groups.Keys.TakeWhile(id => id <= groupId).ToList())
            _groups.Remove(id);
    }

    int ReadGroup(ReadOnlyMemory<byte> log, int offset)
    {
        var rest = log.Span[(offset + 1)..];
        if (rest.Length < sizeof(long))
            return log.Length;
        var length = BinaryPrimitives.ReadInt64LittleEndian(rest);
        if (length < 16 || length / 1_000 >= log.Length)
        {
            AddFault($"offset {offset}: a group of {length} bytes makes no sense");
            return FindNextGroup(log.Span, offset);
        }

        if (length > rest.Length - sizeof(long) - ChecksumBytes)
        {
            // The tail that a crash left behind; or a length that damage has changed, then what follows is searched for messages.
            AddFault($"offset {offset}: a group of {length} bytes is cut short");
            return FindNextGroup(log.Span, offset);
        }

        var body = log.Slice(offset + 1 + sizeof(long), (int)length);
        var next = offset + 1 + sizeof(long) + (int)length + ChecksumBytes;
        Span<byte> checksum = stackalloc byte[ChecksumBytes];
        // The format's own checksum; nothing is kept secret by it.
#pragma warning disable CA5351 // MD5 is what the Go server wrote.
        MD5.HashData(rest[..(sizeof(long) + (int)length)], checksum);
#pragma warning restore CA5351
        if (!checksum.SequenceEqual(log.Span.Slice(next - ChecksumBytes, ChecksumBytes)))
        {
            AddFault($"offset {offset}: the checksum of a group of {length} bytes is wrong; its rows are left out");
            _bytesHashedInVain += length;
            if (_bytesHashedInVain / MaxHashesInVain > log.Length)
            {
                _faults.Add($"offset {offset}: too much is damaged to look for groups behind it");
                return log.Length;
            }

            var nextGroup = FindNextGroup(log.Span, offset);
            return HasWholeMessageAt(log, next) ? Math.Min(next, nextGroup) : nextGroup;
        }

        AddGroup(body, offset);
        return next;
    }

    void AddGroup(ReadOnlyMemory<byte> body, int offset)
    {
        var id = BinaryPrimitives.ReadInt64LittleEndian(body.Span);
        var count = BinaryPrimitives.ReadInt64LittleEndian(body.Span[8..]);
        var commands = new List<GoWriteCommand>();
        var rest = body[16..];
        for (long command = 0; command < count; command++)
        {
            if (!TryReadCommand(ref rest, out var read))
            {
                AddFault($"offset {offset}: command {command} of group {id} makes no sense; the group's rows are left out");
                return;
            }

            commands.Add(read!);
        }

        // A group that stands in the file twice was written twice by an interrupted copy; it counts once.
        if (!_groups.TryAdd(id, new(id, commands)))
            AddFault($"offset {offset}: group {id} stands in the file twice; it counts once");
    }

    static bool TryReadCommand(ref ReadOnlyMemory<byte> source, out GoWriteCommand? command)
    {
        command = null;
        var bytes = source.Span;
        if (bytes.Length < 3 || bytes[0] > 1)
            return false;
        var pathBytes = BinaryPrimitives.ReadInt16LittleEndian(bytes[1..]);
        if (pathBytes < 0 || bytes.Length < 3 + pathBytes + 24)
            return false;
        var path = Encoding.UTF8.GetString(bytes.Slice(3, pathBytes));
        var fields = bytes[(3 + pathBytes)..];
        var dataBytes = BinaryPrimitives.ReadInt32LittleEndian(fields);
        var variableRowBytes = BinaryPrimitives.ReadInt32LittleEndian(fields[4..]);
        var index = BinaryPrimitives.ReadInt64LittleEndian(fields[16..]);
        var dataStart = 3 + pathBytes + 24;
        if (dataBytes < 0 || dataBytes > bytes.Length - dataStart)
            return false;
        var data = source.Slice(dataStart, dataBytes);
        source = source[(dataStart + dataBytes)..];
        if (!TryReadShapes(ref source, out var columns))
            return false;
        command = new((RecordType)bytes[0], path, variableRowBytes, index, data, columns);
        return true;
    }

    /// <summary>A vector of shapes without any is written as nothing at all, but every command has Epoch.</summary>
    static bool TryReadShapes(ref ReadOnlyMemory<byte> source, out List<DataShape> columns)
    {
        columns = [];
        if (source.IsEmpty)
            return false;
        var count = source.Span[0];
        source = source[1..];
        for (var shape = 0; shape < count; shape++)
        {
            if (source.IsEmpty || source.Length < source.Span[0] + 2)
                return false;
            var nameBytes = source.Span[0];
            var column = new DataShape(Encoding.UTF8.GetString(source.Span.Slice(1, nameBytes)), (ElementType)source.Span[1 + nameBytes]);
            source = source[(nameBytes + 2)..];
            if (!column.Type.IsStorable())
                return false;
            if (shape > 0 || column.Name != Core.Series.ColumnSeries.EpochName)
                columns.Add(column);
        }

        return true;
    }

    static bool HasWholeMessageAt(ReadOnlyMemory<byte> log, int offset) => offset == log.Length || (offset < log.Length && log.Span[offset] is GroupMessage or StateMessage or GoStatus.MessageId);

    /// <summary>Where the next group begins, or the end of the log: so that damage takes out no other group than its own.</summary>
    int FindNextGroup(ReadOnlySpan<byte> log, int offset)
    {
        // Reading goes forward only, so each byte is looked at once.
        if (offset < _nextGroup)
            return _nextGroup;
        for (_nextGroup = offset + 1; _nextGroup < log.Length; _nextGroup++)
        {
            if (log[_nextGroup] == GroupMessage && IsCommitted(log, _nextGroup))
                break;
        }

        return _nextGroup;
    }

    int BeforeNextGroup(int offset, int next) => offset < _nextGroup ? Math.Min(next, _nextGroup) : next;

    /// <summary>True for a group of a likely length between whose commit messages, or next to one of them, it lies: looking for those keeps this from hashing at every byte.</summary>
    static bool IsCommitted(ReadOnlySpan<byte> log, int group)
    {
        if (group + 1 + (2 * sizeof(long)) > log.Length || BinaryPrimitives.ReadInt64LittleEndian(log[(group + 1)..]) is var length && (length < 16 || length > log.Length - group - 9 - ChecksumBytes))
            return false;
        var id = log.Slice(group + 9, sizeof(long));
        return IsState(log, group - 1 - StateBytes, id, CommitPreparing) || IsState(log, group + 9 + (int)length + ChecksumBytes, id, CommitComplete);
    }

    static bool IsState(ReadOnlySpan<byte> log, int offset, ReadOnlySpan<byte> id, byte state) =>
        offset >= 0 && offset + 1 + StateBytes <= log.Length && log[offset] == StateMessage && log.Slice(offset + 1, sizeof(long)).SequenceEqual(id) && log[offset + 9] == 0 && log[offset + 10] == state;
}
