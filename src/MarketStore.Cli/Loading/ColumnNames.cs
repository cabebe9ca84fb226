using System.Diagnostics.CodeAnalysis;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Loading;

/// <summary>The names of a file's columns, there and in the bucket.</summary>
internal sealed class ColumnNames
{
    readonly string _path;
    readonly IReadOnlyList<string> _header;
    readonly string[] _names;
    readonly HashSet<int> _renamed = [];

    /// <param name="existing">The columns of the bucket if it exists: their spelling counts.</param>
    /// <exception cref="MarketStoreException">A column that is to be renamed is not there.</exception>
    public ColumnNames(LoadOptions options, IReadOnlyList<string> header, IReadOnlyList<DataShape> existing)
    {
        (_path, _header) = (options.Path, header);
        _names = [.. header.Select(name => existing.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Name ?? KnownNames.Spell(name))];
        foreach (var (csvName, name) in options.Renames)
        {
            var column = Find(csvName, header);
            if (column < 0)
                ThrowUnknown(csvName);
            _names[column] = name;
            _renamed.Add(column);
        }
    }

    /// <summary>The name in the bucket.</summary>
    public string this[int column] => _names[column];

    /// <summary>The column that was renamed to be the time; below 0 if none was.</summary>
    public int FindRenamedEpoch() => _renamed.FirstOrDefault(column => _names[column] == ColumnSeries.EpochName, -1);

    /// <summary>The column of that name in the header, in any case, unless it got another one; below 0 if there is none.</summary>
    public int FindInHeader(string name)
    {
        var column = Find(name, _header);
        return _renamed.Contains(column) ? -1 : column;
    }

    /// <summary>The columns of that name, in the file or in the bucket.</summary>
    /// <exception cref="MarketStoreException">There is none.</exception>
    public IReadOnlyList<int> FindAll(string name)
    {
        foreach (var comparison in (StringComparison[])[StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
        {
            List<int> found = [.. Enumerable.Range(0, _names.Length).Where(column => _header[column].Equals(name, comparison) || _names[column].Equals(name, comparison))];
            if (found.Count > 0)
                return found;
        }

        ThrowUnknown(name);
        return [];
    }

    static int Find(string name, IReadOnlyList<string> names)
    {
        var indexes = Enumerable.Range(0, names.Count);
        var exact = indexes.FirstOrDefault(index => names[index] == name, -1);
        return exact >= 0 ? exact : indexes.FirstOrDefault(index => names[index].Equals(name, StringComparison.OrdinalIgnoreCase), -1);
    }

    [DoesNotReturn]
    void ThrowUnknown(string name) => throw new MarketStoreException(
        ErrorKind.InvalidRequest, $"{_path} has no column {ShownText.Quote(name)}, only {string.Join(", ", _header.Select(known => ShownText.Printable(known)))}");
}
