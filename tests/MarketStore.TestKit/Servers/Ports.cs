using System.Net;
using System.Net.Sockets;

namespace MarketStore.TestKit.Servers;

/// <summary>Hands out ports for servers. They lie below the range from which the system takes ports for outgoing connections, so none is taken in between.</summary>
public static class Ports
{
    const int First = 20_000;
    const int Count = 12_000;

    // Two test processes on one machine begin at different places.
    static int _next = Environment.ProcessId * 61 % Count;

    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one, then.
            }
        }
    }
}
