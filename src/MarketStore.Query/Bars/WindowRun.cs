namespace MarketStore.Query.Bars;

/// <summary>Neighbouring rows of one window. <see cref="ContinuesBar"/>: earlier rows have begun its bar.</summary>
internal readonly record struct WindowRun(int FirstRow, int RowCount, bool ContinuesBar);
