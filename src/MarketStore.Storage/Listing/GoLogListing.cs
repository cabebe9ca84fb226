using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using MarketStore.Storage.Recovery.GoLog;

namespace MarketStore.Storage.Listing;

/// <summary>
/// Shows the messages of a log of the Go server, of any length, in bounded memory. What counts and what is damage is judged as by <see cref="GoLogReader"/>, which a start uses.
/// Layout: docs/wal.md, "Logs of the Go server".
/// </summary>
internal sealed class GoLogListing(FileWindow window, Action<LogEntry> show)
{
    const byte GroupMessage = 0;
    const byte StateMessage = 1;
    const int StateSize = 11;
    const int GroupLeadBytes = 1 + sizeof(long);
    const int ChecksumBytes = 16;
    const int MaxHashesInVain = 16;
    const int HashPartBytes = 1 << 20;

    readonly PendingGroups _pending = new();
    long _strayStart = -1;

    // While the listing is out of step: where the next group begins, or the end of the log.
    long _nextGroup;
    double _bytesHashedInVain;

    /// <summary>Transaction groups that no checkpoint covers.</summary>
    public long PendingGroupCount => _pending.Count;

    public void Run(CancellationToken cancellationToken)
    {
        for (long offset = 0; offset < window.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            offset = ReadMessage(offset);
        }

        EndStray(window.Length);
    }

    long ReadMessage(long offset)
    {
        var bytes = window.Peek(offset, StateSize);
        // A log that somebody cut short while it was read.
        if (bytes.IsEmpty)
            return window.Length;
        switch (bytes[0])
        {
            case GoStatus.MessageId when GoStatus.TryRead(bytes, out var status):
                Show(DescribeStatus(status, offset));
                return BeforeNextGroup(offset, offset + GoStatus.Size);
            case StateMessage when bytes.Length == StateSize:
                ShowState(bytes, offset);
                return BeforeNextGroup(offset, offset + StateSize);
            case GoStatus.MessageId or StateMessage:
                return ShowTorn(offset);
            case GroupMessage:
                return ReadGroup(offset);
            default:
                // Passed over one by one, as a start does.
                if (_strayStart < 0)
                    _strayStart = offset;
                FindNextGroup(offset);
                return offset + 1;
        }
    }

    LogEntry DescribeStatus(GoStatus status, long offset)
    {
        var isSentinel = status.OwnerId == GoStatus.SentinelOwner && window.Length == GoStatus.Size;
        var text = isSentinel ? "keeps a Go server off the directory; it holds no rows"
            : string.Create(CultureInfo.InvariantCulture, $"owner {status.OwnerId}, {(status.NeedsReplay ? "to be replayed" : "was replayed: a start sets it aside")}");
        return new(LogEntryKind.Status, offset, GoStatus.Size) { Text = text };
    }

    void ShowState(ReadOnlySpan<byte> message, long offset)
    {
        var group = BinaryPrimitives.ReadInt64LittleEndian(message[1..]);
        var (destination, state) = (message[9], message[10]);
        var kind = (destination, state) switch
        {
            (0, 0) => LogEntryKind.Prepare,
            (0, 2) => LogEntryKind.Commit,
            (1, 0) => LogEntryKind.CheckpointBegin,
            (1, 2) => LogEntryKind.Checkpoint,
            _ => LogEntryKind.Damage,
        };
        if (kind == LogEntryKind.Checkpoint)
            _pending.Cover(group);
        Show(new(kind, offset, StateSize)
        {
            Group = group,
            Fault = kind == LogEntryKind.Damage ? $"a state of destination {destination} and state {state} makes no sense" : null,
            Text = kind == LogEntryKind.Checkpoint ? string.Create(CultureInfo.InvariantCulture, $"{_pending.Count} groups wait for the next") : null,
        });
    }

    long ReadGroup(long offset)
    {
        var lead = window.Peek(offset, GroupLeadBytes);
        if (lead.Length < GroupLeadBytes)
            return ShowTorn(offset);
        var length = BinaryPrimitives.ReadInt64LittleEndian(lead[1..]);
        if (length < 16 || length / 1_000 >= window.Length)
            return ShowDamage(offset, $"a group of {length} bytes makes no sense");
        if (length > window.Length - offset - GroupLeadBytes - ChecksumBytes)
            return ShowDamage(offset, $"a group of {length} bytes is cut short");
        var next = offset + GroupLeadBytes + length + ChecksumBytes;
        if (IsSound(offset, length))
        {
            ShowGroup(offset, length);
            return next;
        }

        _bytesHashedInVain += length;
        if (_bytesHashedInVain / MaxHashesInVain > window.Length)
        {
            Show(new(LogEntryKind.Damage, offset, window.Length - offset) { Fault = "too much is damaged to look for groups behind it" });
            return window.Length;
        }

        FindNextGroup(offset);
        var end = IsMessageAt(next) ? Math.Min(next, _nextGroup) : _nextGroup;
        Show(new(LogEntryKind.Damage, offset, end - offset) { Fault = $"the checksum of a group of {length} bytes is wrong; its rows are left out" });
        return end;
    }

    void ShowGroup(long offset, long length)
    {
        var group = new GoGroupListing(window, offset + GroupLeadBytes, length);
        var fault = group.Read();
        var entry = new LogEntry(LogEntryKind.Group, offset, GroupLeadBytes + length + ChecksumBytes) { Group = group.Id };
        if (fault is null && !_pending.TryAdd(group.Id))
            fault = $"group {group.Id} stands in the file twice; it counts once";
        Show(group.Parts.AddTo(entry) with { Fault = fault });
    }

    bool IsSound(long offset, long length)
    {
        // The format's own checksum; nothing is kept secret by it.
#pragma warning disable CA5351 // MD5 is what the Go server wrote.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        var buffer = ArrayPool<byte>.Shared.Rent(HashPartBytes);
        try
        {
            var end = offset + GroupLeadBytes + length;
            for (var position = offset + 1; position < end;)
            {
                var read = window.Read(buffer.AsSpan(0, (int)Math.Min(HashPartBytes, end - position)), position);
                if (read == 0)
                    return false;
                hash.AppendData(buffer, 0, read);
                position += read;
            }

            Span<byte> due = stackalloc byte[ChecksumBytes];
            return window.Read(due, end) == ChecksumBytes && due.SequenceEqual(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    long ShowDamage(long offset, string fault)
    {
        FindNextGroup(offset);
        Show(new(LogEntryKind.Damage, offset, _nextGroup - offset) { Fault = fault });
        return _nextGroup;
    }

    long ShowTorn(long offset)
    {
        Show(new(LogEntryKind.Torn, offset, window.Length - offset) { Text = "the end of a write that a crash cut short" });
        return window.Length;
    }

    void Show(LogEntry entry)
    {
        EndStray(entry.Offset);
        show(entry);
    }

    void EndStray(long offset)
    {
        if (_strayStart < 0)
            return;
        show(new(LogEntryKind.Stray, _strayStart, offset - _strayStart) { Fault = "bytes between messages that belong to none; a start passes over them" });
        _strayStart = -1;
    }

    bool IsMessageAt(long offset) => offset == window.Length || window.Peek(offset, 1) is [GroupMessage or StateMessage or GoStatus.MessageId];

    /// <summary>So that damage takes out no other group than its own.</summary>
    void FindNextGroup(long offset)
    {
        // Reading goes forward only, so each byte is looked at once.
        if (offset < _nextGroup)
            return;
        for (_nextGroup = offset + 1; _nextGroup < window.Length; _nextGroup++)
        {
            if (window.Peek(_nextGroup, 1) is [GroupMessage] && IsCommitted(_nextGroup))
                break;
        }
    }

    long BeforeNextGroup(long offset, long next) => offset < _nextGroup ? Math.Min(next, _nextGroup) : next;

    /// <summary>True for a group of a likely length between whose commit messages, or next to one of them, it lies.</summary>
    bool IsCommitted(long group)
    {
        var lead = window.Peek(group, GroupLeadBytes + sizeof(long));
        if (lead.Length < GroupLeadBytes + sizeof(long))
            return false;
        var length = BinaryPrimitives.ReadInt64LittleEndian(lead[1..]);
        if (length < 16 || length > window.Length - group - GroupLeadBytes - ChecksumBytes)
            return false;
        var id = BinaryPrimitives.ReadInt64LittleEndian(lead[GroupLeadBytes..]);
        return IsState(group - StateSize, id, 0) || IsState(group + GroupLeadBytes + length + ChecksumBytes, id, 2);
    }

    bool IsState(long offset, long id, byte state)
    {
        Span<byte> message = stackalloc byte[StateSize];
        return window.Read(message, offset) == StateSize
            && message[0] == StateMessage && BinaryPrimitives.ReadInt64LittleEndian(message[1..]) == id && message[9] == 0 && message[10] == state;
    }
}
