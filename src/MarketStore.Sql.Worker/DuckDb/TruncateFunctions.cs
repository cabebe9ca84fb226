using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Worker.DuckDb;

/// <summary>
/// Functions that cut whole seconds since 1970 down to whole seconds, minutes or hours, as a time: in one step, where the engine takes three and looks each time up in its calendar.
/// Times that do not fit into microseconds of 64 bits are NULL. Called by the engine, on any thread.
/// </summary>
internal static unsafe class TruncateFunctions
{
    const long MicrosecondsPerSecond = 1_000_000;
    const long Furthest = long.MaxValue / MicrosecondsPerSecond - 3_600;

    public static void Register(nint connection)
    {
        Register(connection, 1, &Truncate<Second>);
        Register(connection, 60, &Truncate<Minute>);
        Register(connection, 3_600, &Truncate<Hour>);
    }

    static void Register(nint connection, int seconds, delegate*<nint, nint, nint, void> function)
    {
        var scalar = DuckDbLibrary.CreateScalarFunction();
        var (number, time) = (DuckDbLibrary.CreateLogicalType(DuckDbType.BigInt), DuckDbLibrary.CreateLogicalType(DuckDbType.Timestamp));
        DuckDbLibrary.SetScalarFunctionName(scalar, TruncateFunction.NameOf(seconds));
        DuckDbLibrary.AddScalarFunctionParameter(scalar, number);
        DuckDbLibrary.SetScalarFunctionReturnType(scalar, time);
        DuckDbLibrary.SetScalarFunctionExtraInfo(scalar, (nint)function, 0);
        DuckDbLibrary.SetScalarFunction(scalar, &Run);
        var state = DuckDbLibrary.RegisterScalarFunction(connection, scalar);
        DuckDbLibrary.DestroyLogicalType(ref number);
        DuckDbLibrary.DestroyLogicalType(ref time);
        DuckDbLibrary.DestroyScalarFunction(ref scalar);
        if (state != DuckDbLibrary.Success)
            throw new InvalidOperationException("the SQL engine takes no function");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Run(nint info, nint input, nint output) => ((delegate*<nint, nint, nint, void>)DuckDbLibrary.ScalarFunctionExtraInfo(info))(info, input, output);

    static void Truncate<TUnit>(nint info, nint input, nint output)
        where TUnit : struct, IUnit
    {
        _ = info;
        var count = (int)DuckDbLibrary.ChunkSize(input);
        var vector = DuckDbLibrary.ChunkVector(input, 0);
        var seconds = new ReadOnlySpan<long>((void*)DuckDbLibrary.VectorData(vector), count);
        var times = new Span<long>((void*)DuckDbLibrary.VectorData(output), count);
        var isBeyond = false;
        for (var row = 0; row < seconds.Length; row++)
        {
            var second = seconds[row];
            var rest = second % TUnit.Seconds;
            times[row] = (second - (rest < 0 ? rest + TUnit.Seconds : rest)) * MicrosecondsPerSecond;
            isBeyond |= second is < -Furthest or > Furthest;
        }

        var validity = DuckDbLibrary.VectorValidity(vector);
        if (validity is null && !isBeyond)
            return;
        DuckDbLibrary.EnsureValidityWritable(output);
        var words = ValidityBits.WordsOf(count);
        ReadOnlySpan<ulong> known = validity is null ? [] : new(validity, words);
        var bits = new Span<ulong>(DuckDbLibrary.VectorValidity(output), words);
        for (var row = 0; row < count; row++)
        {
            if (seconds[row] is < -Furthest or > Furthest || !ValidityBits.IsThere(known, row))
                ValidityBits.Clear(bits, row);
        }
    }

    /// <summary>A unit that is known when the loop is compiled: a division by it is none then.</summary>
    interface IUnit
    {
        static abstract long Seconds { get; }
    }

    readonly struct Second : IUnit
    {
        public static long Seconds => 1;
    }

    readonly struct Minute : IUnit
    {
        public static long Seconds => 60;
    }

    readonly struct Hour : IUnit
    {
        public static long Seconds => 3_600;
    }
}
