using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using MarketStore.Core.Types;
using MarketStore.Sql.Worker.Link;
using MarketStore.Sql.Worker.Rows;

namespace MarketStore.Sql.Worker.DuckDb;

/// <summary>
/// The functions through which the SQL engine reads the tables of the server. A name that the server knows is replaced by a call of the function of the table's number,
/// so that each table of a statement can be found in its plan. Called by the engine, on any thread; nothing may be thrown through it.
/// </summary>
internal static unsafe class TableScanFunction
{
    /// <summary>Returns the handle that the function holds; it is freed after the engine is closed.</summary>
    public static GCHandle Register(nint connection, DuckDbInstance instance, int number)
    {
        var handle = GCHandle.Alloc(new Numbered(instance, number));
        var function = DuckDbLibrary.CreateTableFunction();
        try
        {
            DuckDbLibrary.SetTableFunctionName(function, TableShape.FunctionPrefix + number);
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
            if (instance.Tables?.Find(name) is { } table)
                DuckDbLibrary.SetReplacementFunction(info, TableShape.FunctionPrefix + table.Number);
        }
        catch (Exception error) // Goes to whoever sent the statement.
        {
            Fail(error, info, &DuckDbLibrary.SetReplacementError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Bind(nint info)
    {
        var (instance, number) = (Numbered)GCHandle.FromIntPtr(DuckDbLibrary.BindExtraInfo(info)).Target!;
        try
        {
            if (instance.Tables is not { } tables || tables.TryGet(number) is not { } table)
                throw new InvalidOperationException("this function is not for statements");
            foreach (var column in table.Columns)
                AddColumn(info, column);
            DuckDbLibrary.SetBindData(info, GCHandle.ToIntPtr(GCHandle.Alloc(new Bound(tables, table))), &FreeHandle);
            DuckDbLibrary.SetCardinality(info, (ulong)table.RowEstimate, false);
        }
        catch (Exception error) // Goes to whoever sent the statement.
        {
            Fail(error, info, &DuckDbLibrary.SetBindError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Init(nint info)
    {
        var (tables, table) = (Bound)GCHandle.FromIntPtr(DuckDbLibrary.InitBindData(info)).Target!;
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
            DuckDbLibrary.SetInitData(info, GCHandle.ToIntPtr(GCHandle.Alloc(tables.Open(table, columns))), &FreeRun);
        }
        catch (Exception error) // Goes to whoever sent the statement.
        {
            Fail(error, info, &DuckDbLibrary.SetInitError);
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
            Fail(error, info, &DuckDbLibrary.SetFunctionError);
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

    static void AddColumn(nint info, TableColumnShape column)
    {
        var type = DuckDbLibrary.CreateLogicalType(TypeOf(column));
        var name = Encoding.UTF8.GetBytes(column.Name + "\0");
        fixed (byte* bytes = name)
            DuckDbLibrary.AddResultColumn(info, bytes, type);
        DuckDbLibrary.DestroyLogicalType(ref type);
    }

    static DuckDbType TypeOf(TableColumnShape column) => column.IsInstant
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

    static void Fail(Exception error, nint info, delegate*<nint, byte*, void> tell)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(error.Message + "\0"))
            tell(info, text);
    }

    sealed record Numbered(DuckDbInstance Instance, int Number);

    sealed record Bound(RemoteTables Tables, TableShape Table);
}
