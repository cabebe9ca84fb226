using MarketStore.TestKit.Rpc;
using MarketStore.Trials.Kills.Ledger;
using MarketStore.Trials.Kills.Writers;

namespace MarketStore.Trials.Kills;

/// <summary>Asks for what the writers write, while they do. Each bucket of an answer is of one version, not older than what was acknowledged before the question.</summary>
sealed class LoadReader(int seed, IReadOnlyList<LoadWriter> writers)
{
    /// <summary>A window of a few minutes: the bars on both sides of the new year, or so many ticks.</summary>
    const int WindowSeconds = 900;

    readonly Random _random = new(seed);

    public long AnswersChecked { get; private set; }

    public Findings Findings { get; } = new();

    /// <summary>Why the last query was not answered; null if the connection broke or the reader was paused.</summary>
    public string? Refusal { get; private set; }

    public async Task ReadAsync(JsonRpcCaller rpc, long newYear, CancellationToken pause)
    {
        Refusal = null;
        while (!pause.IsCancellationRequested && Findings.IsEmpty)
        {
            var writer = writers[_random.Next(writers.Count)];
            var group = writer.Groups[_random.Next(writer.Groups.Count)];
            var start = newYear + _random.Next(-2 * WindowSeconds, WindowSeconds);
            var range = _random.Next(3) == 0 ? TimeRange.All : new TimeRange(start, start + _random.Next(WindowSeconds));
            try
            {
                await ReadAsync(rpc, writer, group, range);
            }
            catch (IOException)
            {
                return;
            }
            catch (TrialFailedException refused)
            {
                Refusal = refused.Message;
                return;
            }
        }
    }

    async Task ReadAsync(JsonRpcCaller rpc, LoadWriter writer, QueryGroup group, TimeRange range)
    {
        int acknowledged;
        lock (writer.Lock)
            acknowledged = writer.Acknowledged;
        var answers = await group.AskAsync(rpc, range);
        lock (writer.Lock)
        {
            var sent = writer.Sent;
            group.Check(answers, range, _ => new(acknowledged, sent), Findings);
        }

        AnswersChecked++;
    }
}
