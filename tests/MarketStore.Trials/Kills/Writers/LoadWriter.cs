using MarketStore.TestKit.Rpc;

namespace MarketStore.Trials.Kills.Writers;

/// <summary>
/// A client that sends one operation after the other, into buckets of its own. An operation is numbered by the version of the data that it makes, and its rows bear a
/// batch number that is never used again, so that an operation that was lost cannot be mistaken for a later one.
/// </summary>
abstract class LoadWriter
{
    long _batch;

    /// <summary>Guards the models, which readers compare answers with while the writer goes on.</summary>
    public Lock Lock { get; } = new();

    public abstract string Name { get; }

    /// <summary>All of its buckets, each in one group.</summary>
    public abstract IReadOnlyList<QueryGroup> Groups { get; }

    /// <summary>The newest version that the server has promised to keep.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>The newest version that may be there: the operation in flight makes it.</summary>
    public int Sent { get; private set; }

    /// <summary>Why the last operation was not taken; null if the connection broke or the writer was paused.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Sends operations until the connection breaks, one is refused, or <paramref name="pause"/> asks for an end.</summary>
    /// <param name="acknowledged">Told of every operation that the server has promised to keep.</param>
    public async Task WriteAsync(JsonRpcCaller rpc, Action<LoadWriter> acknowledged, CancellationToken pause)
    {
        Refusal = null;
        while (!pause.IsCancellationRequested)
        {
            Call call;
            lock (Lock)
            {
                call = Next(Sent + 1, ++_batch);
                Sent++;
            }

            try
            {
                Refusal = await rpc.ErrorAsync(call.Method, call.Parameters);
            }
            catch (IOException)
            {
                return;
            }

            if (Refusal is not null)
                return;
            lock (Lock)
                Acknowledged = Sent;
            acknowledged(this);
        }
    }

    /// <summary>After a restart: says which version the data were found to have, the acknowledged one or the one in flight.</summary>
    public void Settle(int version)
    {
        lock (Lock)
        {
            for (; Sent > version; Sent--)
            {
                foreach (var bucket in Groups.SelectMany(group => group.Buckets))
                    bucket.Retract(Sent);
            }

            Acknowledged = Sent;
        }
    }

    /// <summary>Makes an operation, and enters it in the models.</summary>
    protected abstract Call Next(int version, long batch);

    protected static Call Write(bool isVariable, params IReadOnlyList<(string Key, IReadOnlyList<TypedColumn> Columns)> buckets) =>
        new("DataService.Write", Requests.Of(Requests.Write(MultiDataset.Of(buckets), isVariable)));
}
