using System.CommandLine;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore start</c>: runs a server until a signal stops it.</summary>
internal static class StartCommand
{
    public const string Name = "start";

    public static Command Create()
    {
        var config = new Option<string?>("--config", "-c")
        {
            Description = $"Configuration file. Without this option {ServerRun.DefaultFile} is used if it exists, and built-in defaults if not",
            HelpName = "file",
        };
        var directory = new Option<string?>("--dir") { Description = "Data directory, instead of root_directory of the file", HelpName = "directory" };
        var port = new Option<string?>("--port") { Description = "Port for RPC, WebSockets and metrics, instead of listen_port of the file", HelpName = "port" };
        var grpcPort = new Option<string?>("--grpc-port") { Description = "Port for gRPC, instead of grpc_listen_port of the file", HelpName = "port" };
        var timezone = new Option<string?>("--timezone") { Description = "Time zone of the data, instead of timezone of the file", HelpName = "name" };
        var command = new Command(Name, "Start a server") { config, directory, port, grpcPort, timezone };
        command.Aliases.Add("s");
        command.SetAction((parsed, cancellationToken) =>
        {
            var run = new ServerRun(parsed.GetValue(config));
            run.Override("root_directory", parsed.GetValue(directory), directory.Name);
            run.Override("listen_port", parsed.GetValue(port), port.Name);
            run.Override("grpc_listen_port", parsed.GetValue(grpcPort), grpcPort.Name);
            run.Override("timezone", parsed.GetValue(timezone), timezone.Name);
            return run.RunAsync(cancellationToken);
        });
        return command;
    }
}
