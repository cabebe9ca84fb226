using MarketStore.Query;
using MarketStore.Server.Configuration;
using MarketStore.Server.Metrics;
using MarketStore.Server.Streaming;
using MarketStore.Sql;
using MarketStore.Storage;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Hosting;

/// <summary>What a running server is made of, for those who add services and routes.</summary>
public sealed record ServerParts(
    ServerConfiguration Configuration,
    Database Database,
    QueryEngine Query,
    SqlEngine Sql,
    StreamHub Stream,
    ServerState State,
    ServerMetrics Metrics,
    ILoggerFactory LoggerFactory,
    TimeProvider Clock);
