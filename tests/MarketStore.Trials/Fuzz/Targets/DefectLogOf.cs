using Microsoft.Extensions.Logging;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>The same for a part of the server that asks for its own log.</summary>
sealed class DefectLogOf<T> : DefectLog, ILogger<T>;
