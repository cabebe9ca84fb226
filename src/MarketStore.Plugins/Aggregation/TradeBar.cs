namespace MarketStore.Plugins.Aggregation;

/// <summary>A bar while its trades come.</summary>
/// <param name="isDaily">True for a day: its official open and close count, and close and volume stay as the official close has them.</param>
internal sealed class TradeBar(bool isDaily)
{
    double _volume;
    bool _hasOpen;
    bool _hasClose;
    bool _hasRange;
    bool _hasOfficialOpen;
    bool _hasOfficialClose;

    public double Open { get; private set; }

    public double High { get; private set; }

    public double Low { get; private set; }

    public double Close { get; private set; }

    /// <summary>Whole shares; a part of one counts as one when there is no more.</summary>
    public ulong Volume => _volume is > 0 and < 1 ? 1 : ulong.CreateSaturating(_volume);

    /// <summary>False when no trade was allowed to set a price, or none had a volume.</summary>
    public bool IsThere => _hasOpen && Volume > 0;

    public void Add(double price, double size, ReadOnlySpan<byte> conditions)
    {
        if (isDaily && conditions.Contains(TradeConditions.OfficialOpen))
            SetOfficialOpen(price);
        if (isDaily && conditions.Contains(TradeConditions.OfficialClose))
            SetOfficialClose(price, size);
        var use = TradeConditions.UseOf(conditions);
        if (use.HasFlag(TradeUse.HighLow))
            Extend(price);
        if (use.HasFlag(TradeUse.Last))
            SetLast(price);
        if (use.HasFlag(TradeUse.Volume) && !_hasOfficialClose)
            _volume += size;
    }

    void SetOfficialOpen(double price)
    {
        if (_hasOfficialOpen)
            return;
        (Open, _hasOpen, _hasOfficialOpen) = (price, true, true);
        // Of a day on which no other trade may set one.
        if (!_hasClose)
            Close = price;
        Extend(price);
    }

    void SetOfficialClose(double price, double size)
    {
        if (_hasOfficialClose)
            return;
        SetLast(price);
        (Close, _volume, _hasOfficialClose) = (price, size, true);
        Extend(price);
    }

    void SetLast(double price)
    {
        if (!_hasOpen)
            (Open, _hasOpen) = (price, true);
        if (!_hasOfficialClose)
            (Close, _hasClose) = (price, true);
        // A trade that sets no high and low all the same shows where the price was, when no other does.
        if (!_hasRange)
            Extend(price);
    }

    void Extend(double price)
    {
        High = _hasRange ? Math.Max(High, price) : price;
        Low = _hasRange ? Math.Min(Low, price) : price;
        _hasRange = true;
    }
}
