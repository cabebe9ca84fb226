using Microsoft.AspNetCore.Http;

namespace MarketStore.Server.Rpc;

/// <summary>A request that is not even read to its end: the answer is a plain HTTP status with a text.</summary>
internal sealed class RequestRefusedException(int statusCode, string message) : Exception(message)
{
    public int StatusCode { get; } = statusCode;

    public static RequestRefusedException TooLarge(long maxBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, $"rpc: the request body is larger than {maxBytes} bytes");

    public static RequestRefusedException Busy() =>
        new(StatusCodes.Status503ServiceUnavailable, "rpc: too many bytes of requests are in flight, try again later");
}
