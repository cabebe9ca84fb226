using MarketStore.Cli.Times;
using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Loading;

/// <summary>Decides what each column of a file becomes.</summary>
internal sealed class LoadPlanner
{
    readonly LoadOptions _options;
    readonly FileSurvey _survey;
    readonly BucketDescription? _existing;
    readonly ColumnNames _names;
    readonly Dictionary<int, ElementType?> _wantedTypes = [];
    readonly Dictionary<int, string> _leftOut = [];

    LoadPlanner(LoadOptions options, FileSurvey survey, BucketDescription? existing)
    {
        (_options, _survey, _existing) = (options, survey, existing);
        _names = new(options, survey.Header, existing?.Columns ?? []);
        foreach (var (name, type) in options.Types)
        {
            foreach (var column in _names.FindAll(name))
                _wantedTypes[column] = type;
        }
    }

    /// <param name="existing">The bucket, if it is there already: its columns count.</param>
    /// <exception cref="MarketStoreException">The file, the bucket and the options do not go together.</exception>
    public static LoadPlan Plan(LoadOptions options, FileSurvey survey, BucketDescription? existing) => new LoadPlanner(options, survey, existing).Plan();

    bool IsVariable => _existing is null ? _options.WantsVariable : _existing.RecordType == RecordType.Variable;

    LoadPlan Plan()
    {
        if (_options.WantsVariable && !IsVariable)
            throw Invalid($"{_options.Key} exists and holds no ticks: load it without --variable");

        var time = FindTime();
        var columns = new List<PlannedColumn>();
        for (var column = 0; column < _survey.Header.Count; column++)
        {
            if (column != time.Column && column != time.ClockColumn && PlanColumn(column) is { } planned)
                columns.Add(planned);
        }

        CheckColumns(columns);
        return new(_options.Path, _options.Key, _existing is null, IsVariable ? RecordType.Variable : RecordType.Fixed, _survey.Header, time, columns, _leftOut);
    }

    TimeSource FindTime()
    {
        var column = FindTimeColumn();
        if (column < 0)
            throw Invalid($"{_options.Path} has no column of times: none is called {string.Join(", ", KnownNames.Times)}, and none looks like one. --rename NAME=Epoch tells which it is");
        if (_survey.Columns[column].FindTimeFormat() is not { } format)
            throw Invalid($"{_options.Path}: column {Csv(column)} holds no dates or times that can be read, such as {_survey.Columns[column].FirstText}");
        return new(column, FindClock(column), new TimeReader(format, _options.Zone));
    }

    int FindTimeColumn()
    {
        var renamed = _names.FindRenamedEpoch();
        if (renamed >= 0)
            return renamed;
        foreach (var name in KnownNames.Times)
        {
            var named = _names.FindInHeader(name);
            if (named >= 0 && !_wantedTypes.ContainsKey(named))
                return named;
        }

        var columns = _survey.Columns;
        var plain = Enumerable.Range(0, columns.Count).FirstOrDefault(column => columns[column].IsPlainlyTime && !_wantedTypes.ContainsKey(column), -1);
        // Numbers that may be anything are believed in the first place only.
        return plain < 0 && columns[0].MayBeEpoch && !_wantedTypes.ContainsKey(0) ? 0 : plain;
    }

    int? FindClock(int dateColumn)
    {
        var clock = _names.FindInHeader(KnownNames.ClockName);
        var isDate = _survey.Header[dateColumn].Equals(KnownNames.DateName, StringComparison.OrdinalIgnoreCase) && _survey.Columns[dateColumn].HasDatesWithoutClock;
        return isDate && clock >= 0 && !_wantedTypes.ContainsKey(clock) && _survey.Columns[clock].HasClocks ? clock : null;
    }

    PlannedColumn? PlanColumn(int column)
    {
        if (FindReasonToLeaveOut(column) is { } reason)
        {
            _leftOut.Add(column, reason);
            return null;
        }

        var name = IsNanoseconds(column) ? ColumnSeries.NanosecondsName : _names[column];
        if (name.Length == 0)
            throw Invalid($"{_options.Path}: column {column + 1} has no name: --rename =NAME gives it one");
        return new(column, _survey.Header[column], new(name, TypeOf(column, name)));
    }

    string? FindReasonToLeaveOut(int column)
    {
        if (_wantedTypes.TryGetValue(column, out var wanted) && wanted is null)
            return "as asked";
        if (_names[column].Length == 0 && _survey.Columns[column].ValueCount == 0)
            return "it is empty";
        if (IsNanoseconds(column))
            return IsVariable ? null : "only ticks have nanoseconds";
        return _existing is not null && !_existing.Columns.Any(known => known.Name == _names[column]) ? "the bucket has no such column" : null;
    }

    ElementType TypeOf(int column, string name)
    {
        ElementType? due = IsNanoseconds(column) ? ElementType.Int32 : _existing?.Columns.First(known => known.Name == name).Type;
        var wanted = _wantedTypes.GetValueOrDefault(column);
        if (due is { } type && wanted is { } other && type != other)
            throw Invalid($"--column: {name} of {_options.Key} is {type.WireCode()}, not {other.WireCode()}");
        return due ?? wanted ?? Guess(column);
    }

    ElementType Guess(int column)
    {
        var survey = _survey.Columns[column];
        if (survey.NumberCount > 0)
            return survey.FractionCount == 0 ? ElementType.Int64 : ElementType.Float64;
        var csvName = _survey.Header[column];
        throw Invalid(survey.FirstText is { } text
            ? $"{_options.Path}: column {Csv(column)} holds no numbers, such as {text}: --column {csvName}=U16 stores texts of up to 16 characters, --column {csvName}={ColumnOptions.Skip} leaves it out"
            : $"{_options.Path}: column {Csv(column)} is empty in every row: --column {csvName}={ColumnOptions.Skip} leaves it out");
    }

    void CheckColumns(List<PlannedColumn> columns)
    {
        if (columns.Count == 0)
            throw Invalid($"{_options.Path} has nothing to load besides the times");
        foreach (var column in columns)
        {
            if (column.Shape.Name == ColumnSeries.EpochName)
                throw Invalid($"{_options.Path}: two columns would be {ColumnSeries.EpochName}: --column NAME={ColumnOptions.Skip} leaves one out");
            if (columns.FirstOrDefault(other => other.Column < column.Column && other.Shape.Name == column.Shape.Name) is { } same)
                throw Invalid($"{_options.Path}: columns {same.Column + 1} and {column.Column + 1} would both be {column.Shape.Name}: --rename gives one another name");
        }

        var missing = (_existing?.Columns ?? []).Select(known => known.Name).Except([ColumnSeries.EpochName, .. columns.Select(column => column.Shape.Name)]).ToList();
        if (missing.Count > 0)
            throw Invalid($"{_options.Key} exists and has {string.Join(", ", missing)}, which {_options.Path} has not");
    }

    bool IsNanoseconds(int column) => _names[column].Equals(ColumnSeries.NanosecondsName, StringComparison.OrdinalIgnoreCase);

    string Csv(int column) => ShownText.Quote(_survey.Header[column]);

    static MarketStoreException Invalid(string message) => new(ErrorKind.InvalidRequest, message);
}
