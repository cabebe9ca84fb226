using System.Buffers;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>Walks the triplets in use of one variable year file, up or down, in large reads.</summary>
internal sealed class TripletReader : IDisposable
{
    const int ChunkSlots = 4_096;

    readonly IDiskFile _handle;
    readonly YearFile _file;
    readonly SlotRange _range;
    readonly bool _isDescending;
    readonly byte[] _chunk = ArrayPool<byte>.Shared.Rent(ChunkSlots * BlockReference.Size);
    long _chunkFirst;
    int _chunkCount;
    int _position;
    long _next;

    /// <param name="range">Must lie within the slots in use.</param>
    public TripletReader(IDiskFile handle, YearFile file, SlotRange range, bool isDescending)
    {
        (_handle, _file, _range, _isDescending) = (handle, file, range, isDescending);
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

    bool ReadChunk()
    {
        if (_isDescending ? _next < _range.First : _next > _range.Last)
            return false;
        if (!_isDescending && _next > 0)
        {
            var data = _handle.NextData(_file.OffsetOf(_next));
            if (data < 0)
                return false;
            _next = Math.Max(_next, 1 + ((data - YearFileHeader.Size) / BlockReference.Size));
            if (_next > _range.Last)
                return false;
        }

        _chunkCount = (int)Math.Min(ChunkSlots, _isDescending ? _next - _range.First + 1 : _range.Last - _next + 1);
        _chunkFirst = _isDescending ? _next - _chunkCount + 1 : _next;
        var bytes = _chunk.AsSpan(0, _chunkCount * BlockReference.Size);
        bytes[_handle.Read(bytes, _file.OffsetOf(_chunkFirst))..].Clear();
        _next = _isDescending ? _chunkFirst - 1 : _chunkFirst + _chunkCount;
        _position = 0;
        return true;
    }
}
