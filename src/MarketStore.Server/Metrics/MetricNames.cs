namespace MarketStore.Server.Metrics;

/// <summary>The names that dashboards know.</summary>
internal static class MetricNames
{
    const string Prefix = "alpaca_marketstore_";

    public const string StartupSeconds = Prefix + "startup_seconds";
    public const string RpcTotalDuration = Prefix + "rpc_total_request_duration_seconds";
    public const string RpcSuccessfulDuration = Prefix + "rpc_successful_request_duration_seconds";
    public const string WriteDuration = Prefix + "write_csm_duration_seconds";
    public const string WebSocketConnections = Prefix + "ws_connections";
    public const string DiskUsage = Prefix + "total_disk_usage_bytes";

    // Ours: what the names above do not tell.
    public const string RpcRequests = Prefix + "rpc_requests_total";
    public const string RpcInFlight = Prefix + "rpc_requests_in_flight";
    public const string SqlDuration = Prefix + "sql_statement_duration_seconds";
    public const string PluginCalls = Prefix + "plugin_calls_total";
    public const string PluginFailures = Prefix + "plugin_failures_total";
    public const string PluginCounts = Prefix + "plugin_counts_total";
    public const string PluginLogLeftOut = Prefix + "plugin_log_lines_left_out_total";
    public const string PluginStrayExceptions = Prefix + "plugin_stray_exceptions_total";
    public const string PluginsMissing = Prefix + "plugins_missing";
    public const string TriggerHanging = Prefix + "trigger_hanging";
    public const string TriggerQueue = Prefix + "trigger_queue";
    public const string TriggerLag = Prefix + "trigger_lag_seconds";
    public const string TriggerDropped = Prefix + "trigger_dropped_total";
    public const string TriggerLoops = Prefix + "trigger_loops_total";
    public const string SqlEngines = Prefix + "sql_engines";
    public const string StreamBatches = Prefix + "stream_published_batches_total";
    public const string StreamRows = Prefix + "stream_published_rows_total";
    public const string StreamFramesSent = Prefix + "stream_frames_sent_total";
    public const string StreamFramesDropped = Prefix + "stream_frames_dropped_total";
    public const string StreamCut = Prefix + "stream_subscribers_cut_total";
    public const string StreamQueuedBytes = Prefix + "stream_queued_bytes";
}
