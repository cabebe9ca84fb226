using System.Buffers;

namespace MarketStore.Storage.Records;

/// <summary>
/// Memory of columns for the next scan. The shared pool of the runtime rounds sizes up to powers of two and keeps arrays of each size for each thread;
/// columns of a year are megabytes, and that would keep several times what one answer needs. Here an array is as long as was asked for, and what is kept has a bound.
/// </summary>
internal sealed class ColumnPool(long maxKeptBytes)
{
    // Short columns are many and come from all threads; the runtime's pool is made for them. Its arrays have powers of two as lengths, so that a length says whose it is.
    const int LongestOfRuntimePool = 64 << 10;

    // An array may be longer than asked for by a quarter.
    const int MostWaste = 4;

    readonly Lock _gate = new();
    // The one that has waited the longest first.
    readonly List<byte[]> _kept = [];
    long _keptBytes;

    /// <summary>Keeps as much as the columns of a year of minute bars take.</summary>
    public static ColumnPool Shared { get; } = new(18L << 20);

    /// <summary>Bytes that wait for the next scan.</summary>
    public long KeptBytes => Interlocked.Read(ref _keptBytes);

    /// <summary>An array of at least so many bytes, with anything in it.</summary>
    public byte[] Rent(int bytes)
    {
        if (bytes <= LongestOfRuntimePool)
            return ArrayPool<byte>.Shared.Rent(bytes);
        return TakeFitting(bytes) ?? GC.AllocateUninitializedArray<byte>(bytes);
    }

    /// <summary>Takes an array back that nobody reads any more. What has waited the longest makes room for it.</summary>
    public void Return(byte[] array)
    {
        if (array.Length <= LongestOfRuntimePool)
        {
            if (array.Length > 0)
                ArrayPool<byte>.Shared.Return(array);
            return;
        }

        if (array.Length > maxKeptBytes)
            return;
        lock (_gate)
        {
            _kept.Add(array);
            _keptBytes += array.Length;
            while (_keptBytes > maxKeptBytes)
                Take(0);
        }
    }

    byte[]? TakeFitting(int bytes)
    {
        var most = bytes + (long)(bytes / MostWaste);
        lock (_gate)
        {
            var best = -1;
            for (var position = _kept.Count - 1; position >= 0; position--)
            {
                var length = _kept[position].Length;
                if (length >= bytes && length <= most && (best < 0 || length < _kept[best].Length))
                    best = position;
            }

            return best < 0 ? null : Take(best);
        }
    }

    byte[] Take(int position)
    {
        var array = _kept[position];
        _kept.RemoveAt(position);
        _keptBytes -= array.Length;
        return array;
    }
}
