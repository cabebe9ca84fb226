namespace MarketStore.Core.Types;

/// <summary>How a bucket keeps its rows. The numbers stand in year-file headers and in logs and never change.</summary>
public enum RecordType : byte
{
    /// <summary>At most one row for each slot: bars.</summary>
    Fixed = 0,

    /// <summary>Any number of rows for each slot: ticks and quotes.</summary>
    Variable = 1,
}
