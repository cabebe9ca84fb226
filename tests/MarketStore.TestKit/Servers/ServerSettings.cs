namespace MarketStore.TestKit.Servers;

/// <summary>What a server is started with.</summary>
/// <param name="MoreLines">Further lines of the configuration file.</param>
public sealed record ServerSettings(string RootDirectory, string TimeZone = "UTC", bool DisableVariableCompression = false, string MoreLines = "")
{
    public string ToYaml(int rpcPort, int grpcPort) =>
        $"""
        root_directory: {RootDirectory}
        listen_host: 127.0.0.1
        listen_port: {rpcPort}
        grpc_listen_port: {grpcPort}
        timezone: {TimeZone}
        log_level: info
        disable_variable_compression: {(DisableVariableCompression ? "true" : "false")}
        {MoreLines}

        """;
}
