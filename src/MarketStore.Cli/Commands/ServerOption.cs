using System.CommandLine;

namespace MarketStore.Cli.Commands;

/// <summary>Tells a verb which server to talk to.</summary>
internal static class ServerOption
{
    const int DefaultPort = 5993;

    /// <summary>The server of a command line that names none.</summary>
    public static Uri Default { get; } = new($"http://localhost:{DefaultPort}");

    public static Option<Uri?> Create() => new("--url")
    {
        Description = $"The server: host, host:port or http://host:port. Without this option {Default.Authority} is used",
        HelpName = "host:port",
        CustomParser = argument =>
        {
            var text = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
            if (TryParse(text, out var address))
                return address;
            argument.AddError($"'--url' has to be host:port or http://host:port, not {ShownText.Quote(text)}");
            return Default;
        },
    };

    internal static bool TryParse(string text, out Uri address)
    {
        address = Default;
        var full = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(full, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https") || parsed.Host.Length == 0 || parsed.PathAndQuery != "/")
            return false;
        // Only a server behind TLS has another port by default; port 80 has to be written out to be meant.
        var saysPort = full.TrimEnd('/').EndsWith($":{parsed.Port}", StringComparison.Ordinal);
        address = saysPort || parsed.Scheme == "https" ? parsed : new UriBuilder(parsed) { Port = DefaultPort }.Uri;
        return true;
    }
}
