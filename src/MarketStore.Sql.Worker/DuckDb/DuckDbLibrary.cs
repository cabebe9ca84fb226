using System.Runtime.InteropServices;

namespace MarketStore.Sql.Worker.DuckDb;

/// <summary>
/// The calls of the C interface that we use. Handles are plain pointers: each has one owner in this folder, which gives it back. Several of these calls
/// (replacement scans, bounds of threads, constant vectors) are in no binding.
/// </summary>
internal static unsafe partial class DuckDbLibrary
{
    const string Name = "duckdb";

    public const int Success = 0;

    [LibraryImport(Name, EntryPoint = "duckdb_create_config")]
    public static partial int CreateConfig(out nint config);

    [LibraryImport(Name, EntryPoint = "duckdb_set_config", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetConfig(nint config, string name, string option);

    [LibraryImport(Name, EntryPoint = "duckdb_destroy_config")]
    public static partial void DestroyConfig(ref nint config);

    [LibraryImport(Name, EntryPoint = "duckdb_open_ext")]
    public static partial int OpenExt(nint path, out nint database, nint config, out nint error);

    [LibraryImport(Name, EntryPoint = "duckdb_close")]
    public static partial void Close(ref nint database);

    [LibraryImport(Name, EntryPoint = "duckdb_connect")]
    public static partial int Connect(nint database, out nint connection);

    [LibraryImport(Name, EntryPoint = "duckdb_disconnect")]
    public static partial void Disconnect(ref nint connection);

    [LibraryImport(Name, EntryPoint = "duckdb_free")]
    public static partial void Free(nint memory);

    [LibraryImport(Name, EntryPoint = "duckdb_extract_statements")]
    public static partial ulong ExtractStatements(nint connection, byte* sql, out nint extracted);

    [LibraryImport(Name, EntryPoint = "duckdb_extract_statements_error")]
    public static partial nint ExtractStatementsError(nint extracted);

    [LibraryImport(Name, EntryPoint = "duckdb_prepare_extracted_statement")]
    public static partial int PrepareExtracted(nint connection, nint extracted, ulong index, out nint prepared);

    [LibraryImport(Name, EntryPoint = "duckdb_destroy_extracted")]
    public static partial void DestroyExtracted(ref nint extracted);

    [LibraryImport(Name, EntryPoint = "duckdb_prepare_error")]
    public static partial nint PrepareError(nint prepared);

    [LibraryImport(Name, EntryPoint = "duckdb_prepared_statement_type")]
    public static partial int PreparedStatementType(nint prepared);

    [LibraryImport(Name, EntryPoint = "duckdb_bind_varchar_length")]
    public static partial int BindVarchar(nint prepared, ulong index, byte* text, ulong length);

    [LibraryImport(Name, EntryPoint = "duckdb_destroy_prepare")]
    public static partial void DestroyPrepare(ref nint prepared);

    [LibraryImport(Name, EntryPoint = "duckdb_execute_prepared_streaming")]
    public static partial int ExecutePreparedStreaming(nint prepared, NativeResult* result);

    [LibraryImport(Name, EntryPoint = "duckdb_result_error")]
    public static partial nint ResultError(NativeResult* result);

    [LibraryImport(Name, EntryPoint = "duckdb_destroy_result")]
    public static partial void DestroyResult(NativeResult* result);

    [LibraryImport(Name, EntryPoint = "duckdb_fetch_chunk")]
    public static partial nint FetchChunk(NativeResult result);

    [LibraryImport(Name, EntryPoint = "duckdb_column_count")]
    public static partial ulong ColumnCount(NativeResult* result);

    [LibraryImport(Name, EntryPoint = "duckdb_column_name")]
    public static partial nint ColumnName(NativeResult* result, ulong column);

    [LibraryImport(Name, EntryPoint = "duckdb_column_logical_type")]
    public static partial nint ColumnLogicalType(NativeResult* result, ulong column);

    [LibraryImport(Name, EntryPoint = "duckdb_destroy_data_chunk")]
    public static partial void DestroyDataChunk(ref nint chunk);

    [LibraryImport(Name, EntryPoint = "duckdb_data_chunk_get_size")]
    public static partial ulong ChunkSize(nint chunk);

    [LibraryImport(Name, EntryPoint = "duckdb_data_chunk_set_size")]
    public static partial void SetChunkSize(nint chunk, ulong size);

    [LibraryImport(Name, EntryPoint = "duckdb_data_chunk_get_vector")]
    public static partial nint ChunkVector(nint chunk, ulong column);

    [LibraryImport(Name, EntryPoint = "duckdb_vector_size")]
    public static partial ulong VectorSize();

    [LibraryImport(Name, EntryPoint = "duckdb_vector_get_data")]
    public static partial nint VectorData(nint vector);

    [LibraryImport(Name, EntryPoint = "duckdb_vector_get_validity")]
    public static partial ulong* VectorValidity(nint vector);

    [LibraryImport(Name, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    public static partial void EnsureValidityWritable(nint vector);

    [LibraryImport(Name, EntryPoint = "duckdb_vector_assign_string_element_len")]
    public static partial void AssignString(nint vector, ulong row, byte* text, ulong length);

    [LibraryImport(Name, EntryPoint = "duckdb_vector_reference_value")]
    public static partial void ReferenceValue(nint vector, nint value);

    [LibraryImport(Name, EntryPoint = "duckdb_create_varchar_length")]
    public static partial nint CreateVarchar(byte* text, ulong length);

    [LibraryImport(Name, EntryPoint = "duckdb_destroy_value")]
    public static partial void DestroyValue(ref nint value);

    [LibraryImport(Name, EntryPoint = "duckdb_create_logical_type")]
    public static partial nint CreateLogicalType(DuckDbType type);

    [LibraryImport(Name, EntryPoint = "duckdb_get_type_id")]
    public static partial DuckDbType TypeId(nint logicalType);

    [LibraryImport(Name, EntryPoint = "duckdb_decimal_scale")]
    public static partial byte DecimalScale(nint logicalType);

    [LibraryImport(Name, EntryPoint = "duckdb_decimal_internal_type")]
    public static partial DuckDbType DecimalInternalType(nint logicalType);

    [LibraryImport(Name, EntryPoint = "duckdb_destroy_logical_type")]
    public static partial void DestroyLogicalType(ref nint logicalType);

    [LibraryImport(Name, EntryPoint = "duckdb_create_scalar_function")]
    public static partial nint CreateScalarFunction();

    [LibraryImport(Name, EntryPoint = "duckdb_destroy_scalar_function")]
    public static partial void DestroyScalarFunction(ref nint function);

    [LibraryImport(Name, EntryPoint = "duckdb_scalar_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetScalarFunctionName(nint function, string name);

    [LibraryImport(Name, EntryPoint = "duckdb_scalar_function_add_parameter")]
    public static partial void AddScalarFunctionParameter(nint function, nint logicalType);

    [LibraryImport(Name, EntryPoint = "duckdb_scalar_function_set_return_type")]
    public static partial void SetScalarFunctionReturnType(nint function, nint logicalType);

    [LibraryImport(Name, EntryPoint = "duckdb_scalar_function_set_extra_info")]
    public static partial void SetScalarFunctionExtraInfo(nint function, nint extraInfo, nint destroy);

    [LibraryImport(Name, EntryPoint = "duckdb_scalar_function_get_extra_info")]
    public static partial nint ScalarFunctionExtraInfo(nint info);

    [LibraryImport(Name, EntryPoint = "duckdb_scalar_function_set_function")]
    public static partial void SetScalarFunction(nint function, delegate* unmanaged[Cdecl]<nint, nint, nint, void> run);

    [LibraryImport(Name, EntryPoint = "duckdb_register_scalar_function")]
    public static partial int RegisterScalarFunction(nint connection, nint function);

    [LibraryImport(Name, EntryPoint = "duckdb_create_table_function")]
    public static partial nint CreateTableFunction();

    [LibraryImport(Name, EntryPoint = "duckdb_destroy_table_function")]
    public static partial void DestroyTableFunction(ref nint function);

    [LibraryImport(Name, EntryPoint = "duckdb_table_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetTableFunctionName(nint function, string name);

    [LibraryImport(Name, EntryPoint = "duckdb_table_function_set_extra_info")]
    public static partial void SetTableFunctionExtraInfo(nint function, nint extraInfo, nint destroy);

    [LibraryImport(Name, EntryPoint = "duckdb_table_function_set_bind")]
    public static partial void SetTableFunctionBind(nint function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(Name, EntryPoint = "duckdb_table_function_set_init")]
    public static partial void SetTableFunctionInit(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Name, EntryPoint = "duckdb_table_function_set_function")]
    public static partial void SetTableFunction(nint function, delegate* unmanaged[Cdecl]<nint, nint, void> scan);

    [LibraryImport(Name, EntryPoint = "duckdb_table_function_supports_projection_pushdown")]
    public static partial void SupportProjectionPushdown(nint function, [MarshalAs(UnmanagedType.U1)] bool isSupported);

    [LibraryImport(Name, EntryPoint = "duckdb_register_table_function")]
    public static partial int RegisterTableFunction(nint connection, nint function);

    [LibraryImport(Name, EntryPoint = "duckdb_bind_get_extra_info")]
    public static partial nint BindExtraInfo(nint info);

    [LibraryImport(Name, EntryPoint = "duckdb_bind_add_result_column")]
    public static partial void AddResultColumn(nint info, byte* name, nint logicalType);

    [LibraryImport(Name, EntryPoint = "duckdb_bind_set_bind_data")]
    public static partial void SetBindData(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Name, EntryPoint = "duckdb_bind_set_cardinality")]
    public static partial void SetCardinality(nint info, ulong rows, [MarshalAs(UnmanagedType.U1)] bool isExact);

    [LibraryImport(Name, EntryPoint = "duckdb_bind_set_error")]
    public static partial void SetBindError(nint info, byte* error);

    [LibraryImport(Name, EntryPoint = "duckdb_init_get_bind_data")]
    public static partial nint InitBindData(nint info);

    [LibraryImport(Name, EntryPoint = "duckdb_init_get_column_count")]
    public static partial ulong InitColumnCount(nint info);

    [LibraryImport(Name, EntryPoint = "duckdb_init_get_column_index")]
    public static partial ulong InitColumnIndex(nint info, ulong position);

    [LibraryImport(Name, EntryPoint = "duckdb_init_set_init_data")]
    public static partial void SetInitData(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Name, EntryPoint = "duckdb_init_set_max_threads")]
    public static partial void SetMaxThreads(nint info, ulong threads);

    [LibraryImport(Name, EntryPoint = "duckdb_init_set_error")]
    public static partial void SetInitError(nint info, byte* error);

    [LibraryImport(Name, EntryPoint = "duckdb_function_get_init_data")]
    public static partial nint FunctionInitData(nint info);

    [LibraryImport(Name, EntryPoint = "duckdb_function_set_error")]
    public static partial void SetFunctionError(nint info, byte* error);

    [LibraryImport(Name, EntryPoint = "duckdb_add_replacement_scan")]
    public static partial void AddReplacementScan(nint database, delegate* unmanaged[Cdecl]<nint, byte*, nint, void> replace, nint extraInfo, nint destroy);

    [LibraryImport(Name, EntryPoint = "duckdb_replacement_scan_set_function_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetReplacementFunction(nint info, string name);

    [LibraryImport(Name, EntryPoint = "duckdb_replacement_scan_set_error")]
    public static partial void SetReplacementError(nint info, byte* error);

    /// <summary>A text of the library, or null. It stays the library's.</summary>
    public static string? Text(nint text) => Marshal.PtrToStringUTF8(text);

    /// <summary>The result of a statement. Only the library reads it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct NativeResult
    {
        readonly ulong _columnCount;
        readonly ulong _rowCount;
        readonly ulong _rowsChanged;
        readonly nint _columns;
        readonly nint _error;
        readonly nint _internal;
    }
}
