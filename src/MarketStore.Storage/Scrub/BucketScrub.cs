using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Scrub;

/// <summary>Looks over the year files of one bucket: each by itself, and whether they agree on what the bucket is.</summary>
internal sealed class BucketScrub(IDisk disk, string directory, Timeframe timeframe, SlotCalendars calendars, bool isCompressed)
{
    readonly List<int> _years = [];
    readonly List<(string Path, YearFileHeader Header)> _headers = [];

    /// <summary>What was found in this bucket.</summary>
    public ScrubTally Tally { get; } = new();

    public void AddYear(int year) => _years.Add(year);

    public void Check(CancellationToken cancellationToken)
    {
        _years.Sort();
        foreach (var year in _years)
        {
            var path = Path.Combine(directory, YearFileName.Of(year));
            Tally.YearFiles++;
            Tally.Guard(path, () => CheckFile(path, year, cancellationToken));
        }

        CheckAgreement();
    }

    void CheckFile(string path, int year, CancellationToken cancellationToken)
    {
        using var file = disk.Open(path, DiskOpenMode.Read);
        var calendar = calendars.Slots(timeframe, year);
        var findingsBefore = Tally.FindingCount;
        if (new HeaderScrub(path, Tally).Check(file, calendar) is not { } header)
            return;
        _headers.Add((path, header));
        var place = new YearFilePlace(path, calendar, header.RecordLength);
        var isShort = file.Length < place.NominalLength;
        if (isShort)
            Tally.Add(ScrubFault.Length, path, file.Length, null, $"it has {file.Length} bytes, its slots need {place.NominalLength}: it was cut short");
        if (header.RecordType == RecordType.Fixed)
            new FixedScrub(file, place, header, Tally).Check(cancellationToken);
        else
            new VariableScrub(file, place, header, isCompressed, Tally).Check(cancellationToken);
        // Slots that point to where blocks were cut off would find those of others there once the file has grown.
        if (isShort && Tally.FindingCount == findingsBefore + 1 && IsCutBetweenRows(file, place))
            Tally.AddRepair(new(ScrubFault.Length, path, null, place.NominalLength));
    }

    /// <summary>False when the end of the file lies within a row: what was cut off it cannot be made up, and zeros would be taken for its values.</summary>
    static bool IsCutBetweenRows(IDiskFile file, YearFilePlace place)
    {
        var rest = new byte[(file.Length - YearFileHeader.Size) % place.RecordLength];
        return file.Read(rest, file.Length - rest.Length) == rest.Length && !rest.AsSpan().ContainsAnyExcept((byte)0);
    }

    /// <summary>A new year takes over description and columns, so all say the same. When one does not, which of them is wrong is for people to say; the newest is believed.</summary>
    void CheckAgreement()
    {
        foreach (var (path, header) in _headers)
        {
            var newest = _headers[^1].Header;
            if (header.RecordType != newest.RecordType || !header.Columns.SequenceEqual(newest.Columns))
                Tally.Add(ScrubFault.Header, path, null, null, $"its columns {DataShapes.Describe(header.Columns)} do not fit those of the bucket's newest year, {DataShapes.Describe(newest.Columns)}");
            else if (header.Description != newest.Description)
                Tally.Add(ScrubFault.Header, path, null, null, $"its description \"{header.Description}\" is not that of the bucket's newest year, \"{newest.Description}\"");
        }
    }
}
