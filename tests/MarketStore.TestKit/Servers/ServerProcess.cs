using System.Net;
using System.Net.Sockets;
using MarketStore.TestKit.Rpc;

namespace MarketStore.TestKit.Servers;

/// <summary>A running server on ports of its own.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    public const string ReadyLine = "ready after ";

    readonly MarketStoreProgram _program;
    readonly string _configPath;

    ServerProcess(ServerSettings settings)
    {
        RpcPort = Ports.Next();
        GrpcPort = Ports.Next();
        _configPath = Path.GetTempFileName();
        File.WriteAllText(_configPath, settings.ToYaml(RpcPort, GrpcPort));
        _program = MarketStoreProgram.Start("start", "--config", _configPath);
        Rpc = new(new Uri($"http://127.0.0.1:{RpcPort}/rpc"));
    }

    public int RpcPort { get; }

    public int GrpcPort { get; }

    public JsonRpcCaller Rpc { get; }

    public Uri GrpcAddress => new($"http://127.0.0.1:{GrpcPort}");

    public MarketStoreProgram Program => _program;

    public bool IsRunning => !_program.HasExited;

    /// <summary>Starts a server and waits until it takes connections.</summary>
    public static async Task<ServerProcess> StartAsync(ServerSettings settings)
    {
        var server = new ServerProcess(settings);
        try
        {
            await server._program.WaitForLineAsync(ReadyLine);
            await server.WaitForPortAsync(server.RpcPort);
            await server.WaitForPortAsync(server.GrpcPort);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a server and kills it as soon as it prints a line, or some time after that.</summary>
    /// <param name="after">What to wait for once the line is there; null for nothing.</param>
    public static async Task KillAtLineAsync(ServerSettings settings, string line, Func<Task>? after = null)
    {
        await using var server = new ServerProcess(settings);
        await server._program.WaitForLineAsync(line);
        if (after is not null)
            await after();
        await server.KillAsync();
    }

    /// <summary>What the server shows on <c>/metrics</c>.</summary>
    public async Task<string> MetricsAsync(CancellationToken cancellationToken = default)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"http://127.0.0.1:{RpcPort}/metrics"), cancellationToken);
    }

    public async Task KillAsync()
    {
        _program.Signal(PosixSignalNumber.Kill);
        await _program.WaitForExitAsync();
    }

    /// <summary>Asks the server to stop, and sees that it does so in good order.</summary>
    public async Task StopAsync()
    {
        _program.Signal(PosixSignalNumber.Terminate);
        var exitCode = await _program.WaitForExitAsync();
        if (exitCode != 0)
            throw new InvalidOperationException($"the server stopped with exit code {exitCode}\n{_program.Transcript}");
    }

    public async ValueTask DisposeAsync()
    {
        Rpc.Dispose();
        await _program.DisposeAsync();
        File.Delete(_configPath);
    }

    // The line is printed just before the port is opened: a refused connection is the event to try again on.
    async Task WaitForPortAsync(int port)
    {
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException) when (IsRunning && !patience.IsCancellationRequested)
            {
                await Task.Yield();
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                throw new InvalidOperationException($"nothing listens on port {port}\n{_program.Transcript}", exception);
            }
        }
    }
}
