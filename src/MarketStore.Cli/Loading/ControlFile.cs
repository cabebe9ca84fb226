using MarketStore.Cli.Times;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;

namespace MarketStore.Cli.Loading;

/// <summary>How a data file is to be read. The keys of the file: docs/cli.md, "Loading with a control file".</summary>
internal sealed record ControlFile(string Path)
{
    /// <summary>What times look like if the file does not say.</summary>
    public const string DefaultTimeFormat = "1/2/2006 3:04:05 PM";

    /// <summary>Stands for a layout: seconds since 1970.</summary>
    public const string TimestampFormat = "timestamp";

    public bool FirstRowHasColumnNames { get; init; }

    /// <summary>The zone of times that carry none of their own.</summary>
    public MarketTimeZone Zone { get; init; } = MarketTimeZone.Utc;

    /// <summary>Names by position; an empty one leaves the name of the first row.</summary>
    public IReadOnlyList<string> ColumnNameMap { get; init; } = [];

    public required ITimeReader Times { get; init; }

    /// <param name="titles">The names of the first row; empty texts if it has none.</param>
    /// <exception cref="MarketStoreException">There are more names than columns, or no names.</exception>
    public IReadOnlyList<string> NameColumns(string dataPath, IReadOnlyList<string> titles)
    {
        if (ColumnNameMap.Count > titles.Count)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{Path}: columnNameMap has {ColumnNameMap.Count} names, more than the {titles.Count} columns of {dataPath}");
        if (!FirstRowHasColumnNames && ColumnNameMap.Count == 0)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{Path}: not enough info to map DB column names to csv file: neither firstRowHasColumnNames nor columnNameMap names the columns");
        return [.. titles.Select((title, column) => column < ColumnNameMap.Count && ColumnNameMap[column].Length > 0 ? ColumnNameMap[column] : title)];
    }
}
