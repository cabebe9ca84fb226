using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace MarketStore.Sql.Worker.Link;

/// <summary>Takes a message apart, in the order in which it was written.</summary>
internal ref struct MessageFields(ReadOnlySpan<byte> content)
{
    readonly ReadOnlySpan<byte> _content = content;

    /// <summary>Bytes taken so far.</summary>
    public int Position { get; private set; }

    public T Read<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(Take(Unsafe.SizeOf<T>()));

    /// <summary>A text with its length.</summary>
    public string ReadText() => Encoding.UTF8.GetString(Take(Read<int>()));

    /// <summary>Values without their number.</summary>
    /// <exception cref="InvalidDataException">The message is shorter.</exception>
    public ReadOnlySpan<T> ReadAll<T>(int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Take(checked(count * Unsafe.SizeOf<T>())));

    ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes < 0 || bytes > _content.Length - Position)
            throw new InvalidDataException($"a message of {_content.Length} bytes ends before its {Position + (long)bytes}th");
        var taken = _content.Slice(Position, bytes);
        Position += bytes;
        return taken;
    }
}
