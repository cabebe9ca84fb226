using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using MarketStore.Core.Types;
using MarketStore.Sql.Tables;

namespace MarketStore.Sql.DuckDb;

/// <summary>
/// The functions through which the SQL engine reads our tables. A name with two slashes is replaced by a call of the function of the next free number,
/// so that each table of a statement can be found in its plan. Called by the engine, on any thread; nothing may be thrown through it.
/// </summary>
internal static unsafe class TableScanFunction
{
    const string NamePrefix = "marketstore_scan_";

    /// <summary>The number of the table that a function of the plan reads, or null.</summary>
    public static int? NumberOf(string functionName) =>
        functionName.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase) && int.TryParse(functionName.AsSpan(NamePrefix.Length), out var number) ? number : null;

    /// <summary>Returns the handle that the function holds; it is freed after the engine is closed.</summary>
    public static GCHandle Register(nint connection, DuckDbInstance instance, int number)
    {
        var handle = GCHandle.Alloc(new Numbered(instance, number));
        var function = DuckDbLibrary.CreateTableFunction();
        try
        {
            DuckDbLibrary.SetTableFunctionName(function, NamePrefix + number);
            DuckDbLibrary.SetTableFunctionExtraInfo(function, GCHandle.ToIntPtr(handle), 0);
            DuckDbLibrary.SetTableFunctionBind(function, &Bind);
            DuckDbLibrary.SetTableFunctionInit(function, &Init);
            DuckDbLibrary.SetTableFunction(function, &Scan);
            DuckDbLibrary.SupportProjectionPushdown(function, true);
            if (DuckDbLibrary.RegisterTableFunction(connection, function) != DuckDbLibrary.Success)
                throw new InvalidOperationException("the SQL engine takes no table function");
            return handle;
        }
        catch
        {
            handle.Free();
            throw;
        }
        finally
        {
            DuckDbLibrary.DestroyTableFunction(ref function);
        }
    }

    public static void AddReplacement(nint database, nint instance) => DuckDbLibrary.AddReplacementScan(database, &Replace, instance, 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Replace(nint info, byte* tableName, nint data)
    {
        var instance = (DuckDbInstance)GCHandle.FromIntPtr(data).Target!;
        try
        {
            var name = Marshal.PtrToStringUTF8((nint)tableName) ?? "";
            if (instance.Tables is { } tables && StatementTables.Knows(name))
                DuckDbLibrary.SetReplacementFunction(info, NamePrefix + tables.Claim(name));
        }
        catch (Exception error) // Goes to whoever sent the statement.
        {
            Fail(instance, error, info, &DuckDbLibrary.SetReplacementError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Bind(nint info)
    {
        var (instance, number) = (Numbered)GCHandle.FromIntPtr(DuckDbLibrary.BindExtraInfo(info)).Target!;
        try
        {
            if (instance.Tables is not { } tables || number >= tables.Tables.Count)
                throw new InvalidOperationException("this function is not for statements");
            var table = tables.Tables[number];
            foreach (var column in table.Columns)
                AddColumn(info, column);
            DuckDbLibrary.SetBindData(info, GCHandle.ToIntPtr(GCHandle.Alloc(new Bound(instance, tables, table))), &FreeHandle);
            DuckDbLibrary.SetCardinality(info, (ulong)table.Source.RowEstimate, false);
        }
        catch (Exception error) // Goes to whoever sent the statement.
        {
            Fail(instance, error, info, &DuckDbLibrary.SetBindError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Init(nint info)
    {
        var (instance, tables, table) = (Bound)GCHandle.FromIntPtr(DuckDbLibrary.InitBindData(info)).Target!;
        try
        {
            var columns = new int[DuckDbLibrary.InitColumnCount(info)];
            for (var position = 0; position < columns.Length; position++)
            {
                // Rows are counted by columns that are none.
                var index = DuckDbLibrary.InitColumnIndex(info, (ulong)position);
                columns[position] = index < (ulong)table.Columns.Count ? (int)index : -1;
            }

            // One thread reads, so that rows keep their order.
            DuckDbLibrary.SetMaxThreads(info, 1);
            DuckDbLibrary.SetInitData(info, GCHandle.ToIntPtr(GCHandle.Alloc(new TableScanRun(instance, tables, table, columns))), &FreeRun);
        }
        catch (Exception error) // Goes to whoever sent the statement.
        {
            Fail(instance, error, info, &DuckDbLibrary.SetInitError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Scan(nint info, nint output)
    {
        var run = (TableScanRun)GCHandle.FromIntPtr(DuckDbLibrary.FunctionInitData(info)).Target!;
        try
        {
            DuckDbLibrary.SetChunkSize(output, (ulong)run.Fill(output));
        }
        catch (Exception error) // Goes to whoever sent the statement.
        {
            Fail(run.Instance, error, info, &DuckDbLibrary.SetFunctionError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void FreeHandle(nint data) => GCHandle.FromIntPtr(data).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void FreeRun(nint data)
    {
        var handle = GCHandle.FromIntPtr(data);
        ((TableScanRun)handle.Target!).Dispose();
        handle.Free();
    }

    static void AddColumn(nint info, TableColumn column)
    {
        var type = DuckDbLibrary.CreateLogicalType(TypeOf(column));
        var name = Encoding.UTF8.GetBytes(column.Name + "\0");
        fixed (byte* bytes = name)
            DuckDbLibrary.AddResultColumn(info, bytes, type);
        DuckDbLibrary.DestroyLogicalType(ref type);
    }

    static DuckDbType TypeOf(TableColumn column) => column.Kind == TableColumnKind.Timestamp
        ? DuckDbType.TimestampNanoseconds
        : column.Type switch
        {
            ElementType.Float32 => DuckDbType.Float,
            ElementType.Float64 => DuckDbType.Double,
            ElementType.Byte => DuckDbType.TinyInt,
            ElementType.Int16 => DuckDbType.SmallInt,
            ElementType.Int32 => DuckDbType.Integer,
            ElementType.Int64 => DuckDbType.BigInt,
            ElementType.UInt8 => DuckDbType.UTinyInt,
            ElementType.UInt16 => DuckDbType.USmallInt,
            ElementType.UInt32 => DuckDbType.UInteger,
            ElementType.UInt64 => DuckDbType.UBigInt,
            ElementType.Bool => DuckDbType.Boolean,
            ElementType.String16 => DuckDbType.Varchar,
            _ => throw new InvalidOperationException($"no column has the type {column.Type}"),
        };

    static void Fail(DuckDbInstance instance, Exception error, nint info, delegate*<nint, byte*, void> tell)
    {
        if (instance.Tables is { } tables)
            tables.Failure ??= error;
        fixed (byte* text = Encoding.UTF8.GetBytes(error.Message + "\0"))
            tell(info, text);
    }

    sealed record Numbered(DuckDbInstance Instance, int Number);

    sealed record Bound(DuckDbInstance Instance, StatementTables Tables, StatementTable Table);
}
