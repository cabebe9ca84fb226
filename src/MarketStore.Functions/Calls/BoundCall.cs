using MarketStore.Core.Errors;
using MarketStore.Core.Types;
using MarketStore.Functions.Accumulators;

namespace MarketStore.Functions.Calls;

/// <summary>A call whose function is known and whose arguments fit it. Can be used for any number of buckets.</summary>
public sealed class BoundCall
{
    readonly FunctionDefinition _function;
    readonly FunctionArguments _arguments;

    /// <exception cref="MarketStoreException">No function has the name, or the arguments do not fit it.</exception>
    public BoundCall(FunctionCall call)
    {
        _function = FunctionRegistry.Get(call.Name);
        _arguments = ArgumentBinder.Bind(_function, call);
    }

    /// <summary>Columns that the call reads besides Epoch, if they are there; null for all.</summary>
    public IReadOnlyCollection<string>? ColumnsRead => _function.ColumnsRead(_arguments);

    /// <summary>Begins the computing for the rows of one bucket.</summary>
    /// <param name="input">Names and types of the rows' columns. All rows must have these.</param>
    /// <param name="context">Zone and clock.</param>
    /// <exception cref="MarketStoreException">A literal or a column does not fit.</exception>
    public IAccumulator Start(IReadOnlyList<DataShape> input, FunctionContext context) => _function.Create(_arguments, input, context);
}
