using MarketStore.Core.Types;

namespace MarketStore.Storage.Recovery.GoLog;

/// <summary>One write command of a log that the Go server left. Layout: docs/wal.md, "Logs of the Go server".</summary>
/// <param name="RecordType">Fixed: one row. Variable: rows of <paramref name="VariableRowBytes"/>, ticks last, in order of arrival.</param>
/// <param name="Path">Relative to the root, year file included.</param>
/// <param name="VariableRowBytes">0 for fixed records.</param>
/// <param name="Index">The slot.</param>
/// <param name="Data">The rows.</param>
/// <param name="Columns">Without Epoch.</param>
internal sealed record GoWriteCommand(RecordType RecordType, string Path, int VariableRowBytes, long Index, ReadOnlyMemory<byte> Data, IReadOnlyList<DataShape> Columns);
