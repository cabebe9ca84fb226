using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MarketStore.Protocol.Messages;

namespace MarketStore.Server.Rpc;

/// <summary>The methods of the service, by name.</summary>
internal static class RpcMethods
{
    const string Service = "DataService";

    static readonly RpcMethod[] All =
    [
        new($"{Service}.Query", (codec, bytes) =>
        {
            var requests = codec.ReadQueries(bytes);
            return async (service, cancellation) => await service.QueryAsync(requests, cancellation);
        }),
        new($"{Service}.Write", (codec, bytes) =>
        {
            var requests = codec.ReadWrites(bytes);
            return async (service, _) => await service.WriteAsync(requests);
        }),
        new($"{Service}.Create", (codec, bytes) =>
        {
            var requests = codec.ReadCreates(bytes);
            return async (service, _) => await service.CreateAsync(requests);
        }),
        new($"{Service}.Destroy", (codec, bytes) =>
        {
            var requests = codec.ReadKeys(bytes);
            return async (service, _) => await service.DestroyAsync(requests);
        }),
        new($"{Service}.Delete", (codec, bytes) =>
        {
            var requests = codec.ReadDeletes(bytes);
            return async (service, _) => await service.DeleteAsync(requests);
        }),
        new($"{Service}.GetInfo", (codec, bytes) =>
        {
            var requests = codec.ReadKeys(bytes);
            return (service, _) => Task.FromResult<RpcResult>(service.GetInfo(requests));
        }),
        new($"{Service}.ListSymbols", (codec, bytes) =>
        {
            var request = codec.ReadListSymbols(bytes);
            return (service, cancellation) => Task.FromResult<RpcResult>(service.ListSymbols(request, cancellation));
        }),
    ];

    /// <summary>Finds a method by its exact name; the reason is the text that clients of the Go server know.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out RpcMethod? method, [NotNullWhen(false)] out string? reason)
    {
        method = Array.Find(All, candidate => candidate.Name == name);
        if (method is not null)
        {
            reason = null;
            return true;
        }

        var parts = name.Split('.', 3);
        reason = parts switch
        {
            { Length: not 2 } => $"rpc: service/method request ill-formed: {Quote(name)}",
            [not Service, _] => $"rpc: can't find service {Quote(name)}",
            _ => $"rpc: can't find method {Quote(name)}",
        };
        return false;
    }

    /// <summary>In double quotes with backslash escapes, as Go quotes; bounded.</summary>
    static string Quote(string text)
    {
        const int MaxChars = 512;
        var quoted = new StringBuilder("\"");
        foreach (var rune in (text.Length > MaxChars ? text[..MaxChars] : text).EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or 0x7F => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                _ => rune.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
