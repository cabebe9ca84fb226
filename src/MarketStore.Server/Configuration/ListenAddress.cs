using System.Globalization;
using System.Net;

namespace MarketStore.Server.Configuration;

/// <summary>Where a listener waits. An empty host means every interface; port 0 lets the system choose one.</summary>
public sealed record ListenAddress(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c>; the host may be empty, a name, an IPv4 address, or an IPv6 address in brackets.</summary>
    public static bool TryParse(string text, out ListenAddress? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !TryParsePort(text.AsSpan(colon + 1), out var port))
            return false;

        var host = text[..colon];
        if (host.StartsWith('[') && host.EndsWith(']'))
            host = host[1..^1];
        else if (host.Contains(':'))
            return false;
        if (!IsHost(host))
            return false;

        address = new(host, port);
        return true;
    }

    public static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;

    /// <summary>True for an empty text, an IP address, or something that can be the name of a host.</summary>
    public static bool IsHost(string host) => host.Length == 0 || Uri.CheckHostName(host) != UriHostNameType.Unknown;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}");
}
