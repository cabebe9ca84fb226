using MarketStore.Core.Errors;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Calls;

/// <summary>The <c>functions</c> of a query: the output of one call is the input of the next. Can be used for any number of buckets.</summary>
public sealed class FunctionPipeline
{
    readonly BoundCall[] _calls;

    /// <exception cref="MarketStoreException">A text is no call of a function that there is, or there are too many.</exception>
    public FunctionPipeline(IReadOnlyList<string> calls)
    {
        if (calls.Count > FunctionLimits.MaxCalls)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"a query can call {FunctionLimits.MaxCalls} functions at most, not {calls.Count}");
        _calls = [.. calls.Select(call => new BoundCall(FunctionCall.Parse(call)))];
    }

    public bool IsEmpty => _calls.Length == 0;

    /// <summary>Columns that the first call reads besides Epoch, if they are there; null for all.</summary>
    public IReadOnlyCollection<string>? ColumnsRead => IsEmpty ? null : _calls[0].ColumnsRead;

    /// <summary>Begins the computing for the rows of one bucket. There must be a call.</summary>
    /// <exception cref="MarketStoreException">A literal or a column of a call does not fit.</exception>
    public PipelineRun Start(IReadOnlyList<DataShape> input, FunctionContext context)
    {
        var accumulators = new List<Accumulators.IAccumulator>(_calls.Length);
        foreach (var call in _calls)
        {
            var accumulator = call.Start(input, context);
            accumulators.Add(accumulator);
            input = accumulator.Output;
        }

        return new(accumulators);
    }
}
