namespace MarketStore.Cli.Shell.Editing;

/// <summary>Lines that were typed, in this shell and in earlier ones. They are kept in a file, one below the other; without one they are forgotten.</summary>
internal sealed class LineHistory
{
    const int MostLines = 1_000;

    readonly string? _path;
    readonly List<string> _lines = [];
    int _position;
    string _draft = "";

    /// <param name="path">The file; null for none.</param>
    public LineHistory(string? path)
    {
        _path = path;
        if (path is null)
            return;
        try
        {
            if (File.Exists(path))
                _lines.AddRange(File.ReadLines(path).TakeLast(MostLines));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A shell without its history is a shell all the same.
            _path = null;
        }

        _position = _lines.Count;
    }

    /// <summary>The file of this user; null if there is no home.</summary>
    public static string? DefaultPath => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".marketstoreReaderHistory") : null;

    /// <summary>Adds a line, unless it is the same as the last.</summary>
    public void Add(string line)
    {
        if (!string.IsNullOrWhiteSpace(line) && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
            Append(line);
        }

        (_position, _draft) = (_lines.Count, "");
    }

    /// <summary>The line before; null at the first.</summary>
    /// <param name="current">What is being typed: it comes back behind the last line.</param>
    public string? Back(string current)
    {
        if (_position == 0)
            return null;
        if (_position == _lines.Count)
            _draft = current;
        return _lines[--_position];
    }

    /// <summary>The line behind; null where nothing is.</summary>
    public string? Forward()
    {
        if (_position == _lines.Count)
            return null;
        return ++_position == _lines.Count ? _draft : _lines[_position];
    }

    void Append(string line)
    {
        if (_path is null)
            return;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
            // Statements may tell what nobody else should know.
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new StreamWriter(_path, options);
            file.WriteLine(line);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The line is there for this shell.
        }
    }
}
