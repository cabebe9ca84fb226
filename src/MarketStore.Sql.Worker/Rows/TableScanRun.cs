using MarketStore.Core.Types;
using MarketStore.Sql.Worker.DuckDb;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Worker.Rows;

/// <summary>One reading of a table by the SQL engine: hands its rows over, a vector full at a time. One thread at a time.</summary>
internal sealed class TableScanRun(TableShape table, int[] columns, RemoteScan scan) : IDisposable
{
    static readonly int VectorRows = (int)DuckDbLibrary.VectorSize();

    readonly RowBlockColumn[] _block = new RowBlockColumn[columns.Length];
    Message? _message;
    int _offset;
    int _blocksLeft;
    bool _isLast;
    int _rows;
    int _position;

    /// <summary>Fills a chunk with the next rows; returns how many, 0 at the end.</summary>
    public int Fill(nint chunk)
    {
        if (_position == _rows && !NextBlock())
            return 0;
        var count = Math.Min(VectorRows, _rows - _position);
        for (var column = 0; column < columns.Length; column++)
            Fill(DuckDbLibrary.ChunkVector(chunk, (ulong)column), in _block[column], count);
        _position += count;
        return count;
    }

    public void Dispose()
    {
        _message?.Dispose();
        _message = null;
        scan.Dispose();
    }

    bool NextBlock()
    {
        while (_blocksLeft == 0)
        {
            _message?.Dispose();
            _message = null;
            if (_isLast)
                return false;
            _message = scan.Next();
            var head = _message.Fields;
            _ = head.Read<int>();
            (_isLast, _blocksLeft, _offset) = (head.Read<bool>(), head.Read<int>(), head.Position);
        }

        _blocksLeft--;
        var fields = new MessageFields(_message!.Content[_offset..]);
        (_rows, _position) = (fields.Read<int>(), 0);
        for (var column = 0; column < columns.Length; column++)
            _block[column] = RowBlockColumn.Read(ref fields, _offset, _rows, columns[column] < 0 ? 0 : WidthOf(table.Columns[columns[column]].Type));
        _offset += fields.Position;
        return true;
    }

    static int WidthOf(ElementType type) => type == ElementType.String16 ? 0 : type.SizeInBytes();

    void Fill(nint vector, in RowBlockColumn column, int count)
    {
        var content = _message!.Content;
        switch (column.Form)
        {
            case ColumnForm.None:
                VectorFill.Zeros(vector, count);
                break;
            case ColumnForm.Nulls:
                VectorFill.Nulls(vector, count);
                break;
            case ColumnForm.OneText:
                VectorFill.OneText(vector, column.Text);
                break;
            case ColumnForm.Texts:
                var ends = column.Ends(content, _rows);
                VectorFill.Texts(vector, _position == 0 ? 0 : ends[_position - 1], ends.Slice(_position, count), column.Bytes(content, ends[^1]));
                break;
            default:
                if (column.Form == ColumnForm.ValuesAndNulls)
                    VectorFill.Validity(vector, column.Validity(content, _rows).Slice(_position / 64, ValidityBits.WordsOf(count)));
                VectorFill.Values(vector, column.Values(content, _position, count));
                break;
        }
    }
}
