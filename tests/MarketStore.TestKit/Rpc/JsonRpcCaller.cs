using System.Net.Http.Headers;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.MessagePack;
using MarketStore.TestKit.Servers;

namespace MarketStore.TestKit.Rpc;

/// <summary>Calls a server by JSON-RPC over HTTP in MessagePack, with a codec that is not the server's.</summary>
public sealed class JsonRpcCaller(Uri address) : IScenarioWire, IDisposable
{
    public static readonly MediaTypeHeaderValue MessagePack = new("application/x-msgpack");

    readonly HttpClient _http = new() { Timeout = MarketStoreProgram.Patience };
    long _lastId;

    async Task<Dictionary<string, object?>?> IScenarioWire.CallAsync(string method, object? parameters) => await CallAsync(method, parameters);

    public async Task<Dictionary<string, object?>> CallAsync(string method, object? parameters)
    {
        var id = Interlocked.Increment(ref _lastId);
        var body = MessagePackEncoder.Encode(new Dictionary<string, object?> { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        var reply = await PostAsync(body);
        if (reply.GetValueOrDefault("id") is not long received || received != id)
            throw new IOException($"the answer bears the id {Plain.Brief(reply.GetValueOrDefault("id"))}, not {id}");
        return reply;
    }

    /// <summary>The result, where an error is not expected.</summary>
    public async Task<Dictionary<string, object?>> ResultAsync(string method, object? parameters)
    {
        var reply = await CallAsync(method, parameters);
        if (reply.GetValueOrDefault("error") is { } error)
            throw new IOException($"{method}: {Plain.Brief(error)}");
        return Plain.Map(reply["result"], $"the result of {method}");
    }

    /// <summary>The error in words, be it of the call or of a request in it; null if all went well.</summary>
    public async Task<string?> ErrorAsync(string method, object? parameters) => ErrorOf(await CallAsync(method, parameters));

    public static string? ErrorOf(Dictionary<string, object?> reply)
    {
        if (reply.GetValueOrDefault("error") is { } error)
            return Plain.Text(Plain.Map(error, "an error")["message"], "an error's message");
        var responses = Plain.List(Plain.Map(reply["result"], "a result").GetValueOrDefault("responses"), "responses");
        return responses.OfType<Dictionary<string, object?>>().Select(response => response.GetValueOrDefault("error") as string).FirstOrDefault(text => !string.IsNullOrEmpty(text));
    }

    /// <summary>Sends a body as it is.</summary>
    public async Task<HttpResponseMessage> SendAsync(byte[] body, MediaTypeHeaderValue? contentType, HttpMethod? method = null)
    {
        try
        {
            using var request = new HttpRequestMessage(method ?? HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = contentType;
            return await _http.SendAsync(request);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            throw new IOException($"the connection broke: {exception.Message}", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    async Task<Dictionary<string, object?>> PostAsync(byte[] body)
    {
        using var response = await SendAsync(body, MessagePack);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        try
        {
            return Plain.Map(MessagePackDecoder.Decode(bytes), "an answer");
        }
        catch (FormatException exception)
        {
            throw new IOException($"status {(int)response.StatusCode} with an answer that cannot be read: {exception.Message}", exception);
        }
    }
}
