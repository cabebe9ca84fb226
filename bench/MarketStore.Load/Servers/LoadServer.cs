using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace MarketStore.Load.Servers;

/// <summary>A server of our own on a directory of its own, as <c>marketstore start</c> runs it. Stopped, and the directory removed, when disposed.</summary>
sealed class LoadServer : IDisposable
{
    readonly string _directory;
    readonly bool _ownsDirectory;
    readonly Process _process;

    LoadServer(string? program, string? directory)
    {
        _ownsDirectory = directory is null;
        _directory = directory ?? Directory.CreateTempSubdirectory("marketstore-load-").FullName;
        (Port, GrpcPort) = (FreePort(), FreePort());
        var launch = program is null ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "marketstore.dll")]) : new ProcessStartInfo(program);
        string[] arguments = ["start", "--dir", Path.Combine(_directory, "data"), "--port", Text(Port), "--grpc-port", Text(GrpcPort)];
        foreach (var argument in arguments)
            launch.ArgumentList.Add(argument);
        launch.RedirectStandardOutput = launch.RedirectStandardError = true;
        // Configuration files of the current directory are not for this server.
        launch.WorkingDirectory = _directory;
        var watch = Stopwatch.StartNew();
        _process = Process.Start(launch) ?? throw new InvalidOperationException($"{launch.FileName} does not start");
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        WaitForPort(GrpcPort, watch);
        WaitForPort(Port, watch);
        StartTime = watch.Elapsed;
    }

    public int Port { get; }

    public int GrpcPort { get; }

    public string DataDirectory => Path.Combine(_directory, "data");

    /// <summary>From the launch until both ports take connections.</summary>
    public TimeSpan StartTime { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes that the server gave to the disk since its start, from /proc; 0 where there is none.</summary>
    public long BytesWritten => ReadCounter("io", "write_bytes:");

    /// <summary>The most resident memory so far, in bytes.</summary>
    public long PeakMemory => ReadCounter("status", "VmHWM:") * 1_024;

    /// <param name="program">The published executable; null for the one that was built with this.</param>
    /// <param name="directory">Where to keep the data over the end; null for a temporary directory.</param>
    public static LoadServer Start(string? program, string? directory = null) => new(program, directory);

    public void Dispose()
    {
        if (kill(_process.Id, 15) != 0 || !_process.WaitForExit(TimeSpan.FromMinutes(2)))
            _process.Kill();
        _process.Dispose();
        if (_ownsDirectory)
            Directory.Delete(_directory, recursive: true);
    }

    void WaitForPort(int port, Stopwatch watch)
    {
        while (watch.Elapsed < TimeSpan.FromMinutes(2))
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                Thread.Sleep(1);
            }
        }

        throw new InvalidOperationException("the server does not come up");
    }

    long ReadCounter(string file, string name)
    {
        var path = $"/proc/{_process.Id}/{file}";
        var line = File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) : null;
        return line is null ? 0 : long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    static extern int kill(int processId, int signal);
}
