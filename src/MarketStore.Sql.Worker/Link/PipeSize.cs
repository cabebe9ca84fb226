using System.Runtime.InteropServices;

namespace MarketStore.Sql.Worker.Link;

/// <summary>Makes room in pipes, so that a message goes through without the two ends waiting for each other.</summary>
internal static partial class PipeSize
{
    const int SetPipeSize = 1031;
    const int Bytes = 1 << 20;

    /// <summary>Asks for it; a system that does not give it has pipes that are slower.</summary>
    /// <param name="descriptor">The pipe.</param>
    public static void Raise(int descriptor)
    {
        if (OperatingSystem.IsLinux())
            _ = Control(descriptor, SetPipeSize, Bytes);
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);
}
