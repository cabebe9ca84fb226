using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Scrub;

/// <summary>Looks over the year files of one bucket: each by itself, and whether they agree on what the bucket is.</summary>
internal sealed class BucketScrub(IDisk disk, string directory, Timeframe timeframe, SlotCalendars calendars, bool isCompressed, ScrubTally tally)
{
    readonly List<int> _years = [];
    readonly List<(string Path, YearFileHeader Header)> _headers = [];

    public void AddYear(int year) => _years.Add(year);

    /// <param name="guard">Runs a check and turns what the disk refuses into a finding about a path.</param>
    public void Check(Action<string, Action> guard, CancellationToken cancellationToken)
    {
        _years.Sort();
        foreach (var year in _years)
        {
            var path = Path.Combine(directory, YearFileName.Of(year));
            tally.YearFiles++;
            guard(path, () => CheckFile(path, year, cancellationToken));
        }

        CheckAgreement();
    }

    void CheckFile(string path, int year, CancellationToken cancellationToken)
    {
        using var file = disk.Open(path, DiskOpenMode.Read);
        var calendar = calendars.Slots(timeframe, year);
        if (new HeaderScrub(path, tally).Check(file, calendar) is not { } header)
            return;
        _headers.Add((path, header));
        var place = new YearFilePlace(path, calendar, header.RecordLength);
        if (file.Length < place.NominalLength)
            tally.Add(ScrubFault.Length, path, file.Length, null, $"it has {file.Length} bytes, its slots need {place.NominalLength}: it was cut short");
        if (header.RecordType == RecordType.Fixed)
            new FixedScrub(file, place, header, tally).Check(cancellationToken);
        else
            new VariableScrub(file, place, header, isCompressed, tally).Check(cancellationToken);
    }

    /// <summary>A new year takes over description and columns, so all say the same. When one does not, which of them is wrong is for people to say; the newest is believed.</summary>
    void CheckAgreement()
    {
        foreach (var (path, header) in _headers)
        {
            var newest = _headers[^1].Header;
            if (header.RecordType != newest.RecordType || !header.Columns.SequenceEqual(newest.Columns))
                tally.Add(ScrubFault.Header, path, null, null, $"its columns {DataShapes.Describe(header.Columns)} do not fit those of the bucket's newest year, {DataShapes.Describe(newest.Columns)}");
            else if (header.Description != newest.Description)
                tally.Add(ScrubFault.Header, path, null, null, $"its description \"{header.Description}\" is not that of the bucket's newest year, \"{newest.Description}\"");
        }
    }
}
