namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>Chooses which parts of writes reach the disk: sectors, pages or whole writes, many or few of them, and which length a file has in the end.</summary>
sealed class ContentSurvival
{
    const int SectorBytes = 512;

    readonly Random _chance;
    readonly int _unitBytes;
    readonly double _share;
    readonly bool _tearsBytes;

    public ContentSurvival(Random chance)
    {
        _chance = chance;
        _unitBytes = chance.Next(4) switch { 0 => Page.Size, 1 => int.MaxValue, _ => SectorBytes };
        _share = chance.Next(3) switch { 0 => 0.15, 1 => 0.5, _ => 0.85 };
        _tearsBytes = chance.Next(3) == 0;
    }

    public static void ApplyWhole(FileContent content, DiskChange change)
    {
        switch (change)
        {
            case ContentWritten written:
                content.Write(written.Bytes, written.Offset);
                break;
            case LengthSet length:
                content.SetLength(length.Length);
                break;
            case HolePunched hole:
                content.Punch(hole.FirstPage, hole.PageCount);
                break;
        }
    }

    /// <summary>
    /// Brings some of what was written into the contents. The length is that of some moment since the last flush, whatever the data are: they end there, or zeros follow them.
    /// </summary>
    public void ApplySome(FileContent content, IReadOnlyList<DiskChange> pending)
    {
        var lengths = new List<long> { content.Length };
        var reached = content.Length;
        foreach (var change in pending)
        {
            switch (change)
            {
                case ContentWritten written:
                    reached = Math.Max(reached, PutSome(content, written));
                    lengths.Add(Math.Max(lengths[^1], written.Offset + written.Bytes.Length));
                    break;
                case LengthSet length:
                    reached = Survives() ? Math.Max(reached, length.Length) : reached;
                    lengths.Add(Math.Max(lengths[^1], length.Length));
                    break;
                case HolePunched hole:
                    PunchSome(content, hole);
                    break;
            }
        }

        content.EndAt(_chance.Next(2) == 0 ? reached : lengths[_chance.Next(lengths.Count)]);
    }

    /// <summary>All of a write up to some byte, or some sectors of which the last is cut at a byte.</summary>
    public void ApplyTorn(FileContent content, ContentWritten written)
    {
        if (_chance.Next(2) == 0)
        {
            var count = _chance.Next(written.Bytes.Length);
            content.Put(written.Bytes.AsSpan(0, count), written.Offset);
            content.EndAt(Math.Max(content.Length, written.Offset + (_chance.Next(2) == 0 ? count : written.Bytes.Length)));
            return;
        }

        var before = content.Length;
        var reached = PutSome(content, written);
        content.EndAt(Math.Max(before, _chance.Next(2) == 0 ? reached : written.Offset + written.Bytes.Length));
    }

    bool Survives() => _chance.NextDouble() < _share;

    /// <summary>Returns the end of the last part that was put.</summary>
    long PutSome(FileContent content, ContentWritten written)
    {
        var (reached, lastStart) = (0L, -1);
        byte[]? covered = null;
        for (var start = 0; start < written.Bytes.Length;)
        {
            var count = (int)Math.Min(written.Bytes.Length - start, _unitBytes - ((written.Offset + start) % _unitBytes));
            if (Survives())
            {
                (reached, lastStart) = (written.Offset + start + count, start);
                if (_tearsBytes)
                    content.Read(covered = new byte[count], written.Offset + start);
                content.Put(written.Bytes.AsSpan(start, count), written.Offset + start);
            }

            start += count;
        }

        if (covered is null)
            return reached;
        var cut = _chance.Next(covered.Length);
        content.Put(covered.AsSpan(cut), written.Offset + lastStart + cut);
        return written.Offset + lastStart + cut;
    }

    void PunchSome(FileContent content, HolePunched hole)
    {
        for (var page = 0; page < hole.PageCount; page++)
        {
            if (Survives())
                content.Punch(hole.FirstPage + page, 1);
        }
    }
}
