using MarketStore.Core.Errors;
using nietras.SeparatedValues;

namespace MarketStore.Cli.Loading;

/// <summary>
/// A file of separated values, read row by row in bounded memory. It has a header, and the separator is the one that the header has: comma, semicolon, tab or bar;
/// or a control file tells the names, and the separator is a comma. Empty lines are passed over.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    readonly StreamReader _text;
    readonly SepReader _reader;
    readonly int _skippedLines;
    int _lastLine;
    bool _isAtFirstRow;

    // Of the first row the parser gives the line where it ends.
    long _rowsRead;

    CsvFile(string path, StreamReader text, ControlFile? control)
    {
        (Path, _text) = (path, text);
        // The parser takes its separator from the first row, so that must not be an empty one.
        for (; text.Peek() is '\r' or '\n'; text.Read())
            _skippedLines += text.Peek() == '\n' ? 1 : 0;
        // The header is read here, since names may repeat, and rows of the wrong length are told with their line.
        _reader = (control is null ? Sep.Reader(Configure) : new Sep(',').Reader(Configure)).From(text);
        if (control is { FirstRowHasColumnNames: false })
            Header = control.NameColumns(path, NamelessColumns());
        else
            Header = control is null ? ReadHeader() : control.NameColumns(path, ReadHeader());
    }

    public string Path { get; }

    /// <summary>The names as they stand in the file, trimmed. Some may be empty or the same.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The line that the row begins in, from 1.</summary>
    public int Line => (_rowsRead == 1 ? 1 : _reader.Current.LineNumberFrom) + _skippedLines;

    public int FieldCount => _reader.Current.ColCount;

    /// <summary>A field of the row, without its quotes; valid until the next row.</summary>
    public ReadOnlySpan<char> this[int column] => _reader.Current[column].Span;

    /// <summary>The whole row as it stands in the file.</summary>
    public ReadOnlySpan<char> Row => _reader.Current.Span;

    /// <exception cref="MarketStoreException">It is no file, or has no header.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static CsvFile Open(string path) => Open(path, control: null);

    /// <param name="control">How the file is to be read; null if it has a header and speaks for itself.</param>
    /// <exception cref="MarketStoreException">It is no file, is empty, or has too few columns.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static CsvFile Open(string path, ControlFile? control)
    {
        if (Directory.Exists(path))
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{path} is a directory");
        var stream = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite, Options = FileOptions.SequentialScan });
        try
        {
            // Types are chosen before rows are sent, and both need all rows.
            if (control is null && !stream.CanSeek)
                throw new MarketStoreException(ErrorKind.InvalidRequest, $"{path} cannot be read twice: it has to be a file");
            return new(path, new StreamReader(stream), control);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool MoveNext()
    {
        // The names took a look at it.
        if (_isAtFirstRow)
        {
            _isAtFirstRow = false;
            return true;
        }

        try
        {
            while (_reader.MoveNext())
            {
                _rowsRead++;
                _lastLine = Line;
                if (FieldCount > 1 || !this[0].IsWhiteSpace())
                    return true;
            }

            return false;
        }
        catch (NotSupportedException fault)
        {
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"{Path}: the row behind line {_lastLine} is too long to be one: is a quote left open?", fault);
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _text.Dispose();
    }

    static SepReaderOptions Configure(SepReaderOptions options) => options with { HasHeader = false, Unescape = true, DisableColCountCheck = true };

    string[] NamelessColumns()
    {
        _isAtFirstRow = MoveNext() ? true : throw new MarketStoreException(ErrorKind.InvalidRequest, $"{Path} is empty");
        return [.. Enumerable.Repeat("", FieldCount)];
    }

    string[] ReadHeader()
    {
        if (!MoveNext())
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{Path} is empty: a header with the names of the columns was expected");
        var names = new string[FieldCount];
        for (var column = 0; column < names.Length; column++)
            names[column] = this[column].Trim().ToString();
        return names;
    }
}
