namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>A candle being made. Which row opened it and which closed it goes by their times, not by the order in which they came.</summary>
internal struct Candle
{
    public long StartSeconds;
    public long OpenSeconds;
    public int OpenNanoseconds;
    public long CloseSeconds;
    public int CloseNanoseconds;
    public double Open;
    public double High;
    public double Low;
    public double Close;
    public long RowCount;
}
