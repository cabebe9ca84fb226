using System.Runtime.InteropServices;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Engine;

/// <summary>The rows of a statement, some at a time. For one thread.</summary>
internal sealed class EngineResult(EngineProcess engine, IReadOnlyList<ResultShape> columns) : IDisposable
{
    readonly ChunkColumn[] _chunk = new ChunkColumn[columns.Count];
    Message? _message;
    int _offset;
    int _chunksLeft;
    bool _isLast;

    public IReadOnlyList<ResultShape> Columns { get; } = columns;

    /// <summary>Rows of the chunk at hand.</summary>
    public int RowCount { get; private set; }

    /// <summary>Goes on to the next rows. Returns false at the end.</summary>
    /// <exception cref="EngineException">The statement cannot go on.</exception>
    /// <exception cref="EngineLostException">The engine ended over it.</exception>
    /// <exception cref="ResultTooLargeException">The rows are more than one message may have.</exception>
    public bool NextChunk()
    {
        while (_chunksLeft == 0)
        {
            Drop();
            if (_isLast)
                return false;
            Fetch();
        }

        _chunksLeft--;
        var fields = new MessageFields(_message!.Content[_offset..]);
        RowCount = fields.Read<int>();
        for (var column = 0; column < _chunk.Length; column++)
            _chunk[column] = ChunkColumn.Read(ref fields, _offset, RowCount, Columns[column].Width);
        _offset += fields.Position;
        return true;
    }

    /// <summary>The values of a column of the chunk at hand, as the engine has them; valid until the next.</summary>
    public ReadOnlySpan<T> Values<T>(int column)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_message!.Content.Slice(_chunk[column].Data, RowCount * Columns[column].Width));

    /// <summary>The UTF-8 bytes of a text of the chunk at hand; valid until the next.</summary>
    public ReadOnlySpan<byte> Text(int column, int row)
    {
        var place = _chunk[column];
        var ends = MemoryMarshal.Cast<byte, int>(_message!.Content.Slice(place.Ends, RowCount * sizeof(int)));
        var start = row == 0 ? 0 : ends[row - 1];
        return _message.Content.Slice(place.Data + start, ends[row] - start);
    }

    /// <summary>A bit for each row of the chunk at hand, clear for NULL; empty when there is none.</summary>
    public ReadOnlySpan<ulong> Validity(int column) =>
        _chunk[column].Validity is { } start ? MemoryMarshal.Cast<byte, ulong>(_message!.Content.Slice(start, ValidityBits.WordsOf(RowCount) * sizeof(ulong))) : [];

    public void Dispose()
    {
        Drop();
        if (_isLast)
            return;
        _isLast = true;
        engine.Close();
    }

    void Fetch()
    {
        try
        {
            _message = engine.Fetch();
        }
        catch
        {
            // The engine has closed it by itself.
            _isLast = true;
            throw;
        }

        var fields = _message.Fields;
        (_isLast, _chunksLeft, _offset) = (fields.Read<bool>(), fields.Read<int>(), fields.Position);
    }

    void Drop()
    {
        _message?.Dispose();
        (_message, _chunksLeft, RowCount) = (null, 0, 0);
    }

    /// <summary>Where in the message the values of a column stand.</summary>
    readonly record struct ChunkColumn(int? Validity, int Ends, int Data)
    {
        public static ChunkColumn Read(ref MessageFields fields, int offset, int rows, int width)
        {
            int? validity = null;
            if (fields.Read<bool>())
            {
                validity = offset + fields.Position;
                fields.ReadAll<ulong>(ValidityBits.WordsOf(rows));
            }

            var ends = offset + fields.Position;
            var bytes = width > 0 ? rows * width : rows == 0 ? 0 : fields.ReadAll<int>(rows)[^1];
            var data = offset + fields.Position;
            fields.ReadAll<byte>(bytes);
            return new(validity, ends, data);
        }
    }
}
