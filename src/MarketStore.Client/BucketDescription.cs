using MarketStore.Core.Types;

namespace MarketStore.Client;

/// <summary>What a server tells of a bucket.</summary>
/// <param name="LatestYear">The year of its newest year file.</param>
/// <param name="TimeframeNanoseconds">The length of a slot.</param>
/// <param name="Columns">Epoch first, then the stored columns; Nanoseconds of ticks is not among them.</param>
/// <param name="RecordType">Whether a slot holds one row or any number.</param>
public sealed record BucketDescription(long LatestYear, long TimeframeNanoseconds, IReadOnlyList<DataShape> Columns, RecordType RecordType);
