using System.Buffers;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>Walks the triplets in use of one variable year file, up or down, in large reads.</summary>
internal sealed class TripletReader : IDisposable
{
    const int ChunkSlots = 4_096;

    readonly ScanSnapshot? _snapshot;
    readonly IDiskFile _handle;
    readonly YearFile _file;
    readonly SlotRange _range;
    readonly bool _isDescending;
    readonly byte[] _chunk = ArrayPool<byte>.Shared.Rent(ChunkSlots * BlockReference.Size);
    long _chunkFirst;
    int _chunkCount;
    int _position;
    bool _foundInChunk;
    List<SlotRange>? _extents;
    long _next;

    /// <param name="snapshot">The instant to read, or null for the file as it is.</param>
    /// <param name="range">Must lie within the slots in use.</param>
    public TripletReader(ScanSnapshot? snapshot, IDiskFile handle, YearFile file, SlotRange range, bool isDescending)
    {
        (_snapshot, _handle, _file, _range, _isDescending) = (snapshot, handle, file, range, isDescending);
        _next = isDescending ? range.Last : range.First;
        MoveNext();
    }

    /// <summary>The triplet in hand, or null at the end.</summary>
    public BlockReference? Current { get; private set; }

    public void MoveNext()
    {
        while (true)
        {
            while (_position < _chunkCount)
            {
                var slot = _isDescending ? _chunkCount - 1 - _position : _position;
                _position++;
                var reference = BlockReference.Read(_chunk.AsSpan(slot * BlockReference.Size));
                var index = _chunkFirst + slot;
                // Daily index 0 is stored as 0, so its block says whether it is in use.
                if (index == 0 ? !reference.IsEmpty : reference.Index != 0)
                {
                    Current = reference with { Index = index };
                    _foundInChunk = true;
                    return;
                }
            }

            if (!ReadChunk())
            {
                Current = null;
                return;
            }
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_chunk);

    bool SkipHoleUp()
    {
        // Daily index 0 lies within the header, which is always stored.
        if (_next <= 0 || _snapshot?.HasBacklog(_file) is true)
            return true;
        var data = _handle.NextData(_file.OffsetOf(_next));
        if (data < 0)
            return false;
        _next = Math.Max(_next, SlotExtents.IndexAt(data, BlockReference.Size));
        return _next <= _range.Last;
    }

    bool SkipHoleDown()
    {
        // Looking for holes costs a walk over the file's extents: only once a chunk was read in vain.
        if (_foundInChunk || _chunkCount == 0 || _snapshot?.HasBacklog(_file) is true)
            return true;
        _extents ??= SlotExtents.Find(_handle, _range, BlockReference.Size);
        while (_extents.Count > 0 && _extents[^1].First > _next)
            _extents.RemoveAt(_extents.Count - 1);
        if (_extents.Count == 0)
            return false;
        _next = Math.Min(_next, _extents[^1].Last);
        return true;
    }

    bool ReadChunk()
    {
        if (_isDescending ? _next < _range.First : _next > _range.Last)
            return false;
        if (_isDescending ? !SkipHoleDown() : !SkipHoleUp())
            return false;
        _chunkCount = (int)Math.Min(ChunkSlots, _isDescending ? _next - _range.First + 1 : _range.Last - _next + 1);
        _chunkFirst = _isDescending ? _next - _chunkCount + 1 : _next;
        var bytes = _chunk.AsSpan(0, _chunkCount * BlockReference.Size);
        if (_snapshot is not null)
            _snapshot.Read(_handle, _file, _chunkFirst, bytes, BlockReference.Size);
        else
            bytes[_handle.Read(bytes, _file.OffsetOf(_chunkFirst))..].Clear();
        _next = _isDescending ? _chunkFirst - 1 : _chunkFirst + _chunkCount;
        (_position, _foundInChunk) = (0, false);
        return true;
    }
}
