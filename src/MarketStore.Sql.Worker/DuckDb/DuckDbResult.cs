using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Worker.DuckDb;

/// <summary>The rows of a statement, some at a time. For one thread.</summary>
internal sealed unsafe class DuckDbResult : IDisposable
{
    readonly List<ResultShape> _columns = [];
    DuckDbLibrary.NativeResult _result;
    nint _prepared;
    nint _chunk;

    DuckDbResult(nint prepared) => _prepared = prepared;

    public IReadOnlyList<ResultShape> Columns => _columns;

    /// <summary>Rows of the chunk at hand.</summary>
    public int RowCount { get; private set; }

    /// <summary>The statement is the result's from here on, but not when this throws.</summary>
    public static DuckDbResult Begin(nint prepared)
    {
        var result = new DuckDbResult(prepared);
        fixed (DuckDbLibrary.NativeResult* native = &result._result)
        {
            if (DuckDbLibrary.ExecutePreparedStreaming(prepared, native) != DuckDbLibrary.Success)
            {
                var failure = new DuckDbException(DuckDbLibrary.Text(DuckDbLibrary.ResultError(native)) ?? "the statement failed");
                DuckDbLibrary.DestroyResult(native);
                throw failure;
            }

            for (ulong column = 0; column < DuckDbLibrary.ColumnCount(native); column++)
            {
                var type = DuckDbLibrary.ColumnLogicalType(native, column);
                var id = DuckDbLibrary.TypeId(type);
                result._columns.Add(id == DuckDbType.Decimal
                    ? new(DuckDbLibrary.Text(DuckDbLibrary.ColumnName(native, column)) ?? "", id, DuckDbLibrary.DecimalInternalType(type), DuckDbLibrary.DecimalScale(type))
                    : new(DuckDbLibrary.Text(DuckDbLibrary.ColumnName(native, column)) ?? "", id, id, 0));
                DuckDbLibrary.DestroyLogicalType(ref type);
            }
        }

        return result;
    }

    /// <summary>Goes on to the next rows. Returns false at the end.</summary>
    /// <exception cref="DuckDbException">The statement cannot go on.</exception>
    public bool NextChunk()
    {
        DropChunk();
        _chunk = DuckDbLibrary.FetchChunk(_result);
        if (_chunk == 0)
        {
            fixed (DuckDbLibrary.NativeResult* native = &_result)
            {
                if (DuckDbLibrary.Text(DuckDbLibrary.ResultError(native)) is { Length: > 0 } error)
                    throw new DuckDbException(error);
            }

            return false;
        }

        RowCount = (int)DuckDbLibrary.ChunkSize(_chunk);
        return RowCount > 0;
    }

    /// <summary>The values of a column of the chunk at hand, as the engine has them; valid until the next.</summary>
    public ReadOnlySpan<T> Values<T>(int column)
        where T : unmanaged => new((void*)DuckDbLibrary.VectorData(DuckDbLibrary.ChunkVector(_chunk, (ulong)column)), RowCount);

    /// <summary>The same, whatever they are.</summary>
    /// <param name="column">The column.</param>
    /// <param name="width">Bytes of a value.</param>
    public ReadOnlySpan<byte> Bytes(int column, int width) => new((void*)DuckDbLibrary.VectorData(DuckDbLibrary.ChunkVector(_chunk, (ulong)column)), RowCount * width);

    /// <summary>A bit for each row of the chunk at hand, clear for NULL; empty when there is none.</summary>
    public ReadOnlySpan<ulong> Validity(int column)
    {
        var bits = DuckDbLibrary.VectorValidity(DuckDbLibrary.ChunkVector(_chunk, (ulong)column));
        return bits is null ? [] : new(bits, ValidityBits.WordsOf(RowCount));
    }

    public void Dispose()
    {
        DropChunk();
        if (_prepared == 0)
            return;
        fixed (DuckDbLibrary.NativeResult* native = &_result)
            DuckDbLibrary.DestroyResult(native);
        DuckDbLibrary.DestroyPrepare(ref _prepared);
    }

    void DropChunk()
    {
        if (_chunk != 0)
            DuckDbLibrary.DestroyDataChunk(ref _chunk);
        RowCount = 0;
    }
}
