using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;

namespace MarketStore.EndToEnd.Tests.TestKit;

/// <summary>What a server has stored under a key.</summary>
static class StoredRows
{
    /// <summary>All rows, by the names of their columns; null when there are none.</summary>
    public static async Task<Dictionary<string, DatasetColumn>?> ReadAsync(ServerProcess server, string key)
    {
        var reply = await server.Rpc.CallAsync("DataService.Query", Requests.Of(Requests.Query(key)));
        if (reply!.GetValueOrDefault("result") is not { } result || Plain.List(Plain.Map(result, "the result")["responses"], "responses") is not [{ } response])
            return null;
        return Dataset.ByKey(Plain.Map(response, "a response")["result"]).Values.SingleOrDefault()?.ToDictionary(column => column.Name);
    }

    /// <summary>Asks until a bucket has so many rows.</summary>
    /// <exception cref="OperationCanceledException">It has not for too long.</exception>
    public static async Task<Dictionary<string, DatasetColumn>> WaitAsync(ServerProcess server, string key, int count)
    {
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (await ReadAsync(server, key) is { } columns && columns["Epoch"].As<long>().Length >= count)
                return columns;
        }
    }
}
