using MarketStore.Core.Types;
using MarketStore.Query.Tables;

namespace MarketStore.Sql.Tables;

/// <summary>Where the rows of a table come from.</summary>
internal interface ITableSource
{
    /// <summary>As statements call it.</summary>
    string Name { get; }

    /// <summary>Names and types of the columns.</summary>
    IReadOnlyList<DataShape> Columns { get; }

    /// <summary>True when rows need to say of which symbol they are.</summary>
    bool HasSymbols { get; }

    /// <summary>True when the rows are ticks, whose time has nanoseconds.</summary>
    bool IsVariable { get; }

    /// <summary>True when rows have a time.</summary>
    bool HasTimes { get; }

    /// <summary>About how many rows there are.</summary>
    long RowEstimate { get; }

    /// <summary>Begins to read. The caller disposes what is returned.</summary>
    ITableReader Open(TableRead read);
}
