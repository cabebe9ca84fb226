using System.Net.Http.Headers;
using System.Text;
using MarketStore.Cli.Loading;
using MarketStore.Cli.Stores;
using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Files given to the loader, which sends their rows through the client library to a whole server. The first byte chooses ticks or bars, and whether bad rows are passed over.</summary>
sealed class CsvTarget : IFuzzTarget
{
    public const string TargetName = "csv";

    readonly string _path = Path.Combine(Path.GetTempPath(), $"marketstore-fuzz-{Guid.NewGuid():N}.csv");

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Csv;

    public IEnumerable<byte[]> Seeds =>
    [
        Of(0, "Epoch,Open,Close\n1590969600,1,2.5\n1590969660,2,3.5\n"), Of(1, "time;price;size\r\n2020-06-01T00:00:00.25Z;1.5;3\r\n2020-06-01 00:00:01;2;4\r\n"),
        Of(2, "\n\nDate\tTime\tP\n20200601\t0930\t1\n20200602\t0931\tx\n\"20200603\"\t\"09:32\"\t\"1\"\n"), Of(3, "t|\"a \"\"b\"\"\"|Nanoseconds\n1590969600123|1|5\n1590969600124|NaN|6\n"),
        Of(0, "timestamp,v\n1590969600000000000,1e400\n1590969600000000001,-0\n"),
    ];

    public IEnumerable<byte[]> Words =>
        new[]
        {
            "\n", "\r\n", "\r", ",", ";", "\t", "|", "\"", "\"\"", "\"\n\"", "Epoch", "Date", "Time", "time", "Nanoseconds", "Symbol", "2020-06-01", "2020-06-01T09:30:00.123456789+02:00", "09:30", "24:00", "0001-01-01",
            "9999-12-31T23:59:59Z", "1e9", "NaN", "inf", "-1", "0x1", "9223372036854775807", "99999999999999999999", "1590969600000000", "\0", "\u65e5", "  ",
        }.Select(Encoding.UTF8.GetBytes);

    public string Run(ReadOnlySpan<byte> input)
    {
        File.WriteAllBytes(_path, input.IsEmpty ? [] : input[1..]);
        var choice = input.IsEmpty ? 0 : input[0];
        var options = new LoadOptions(_path, TimeBucketKey.Parse("A/1Min/P")) { WantsVariable = (choice & 1) != 0, SkipsBadRows = (choice & 2) != 0 };
        using var server = new FuzzServer();
        using var http = new HttpClient(new InProcess(server));
        using var client = new MarketStoreClient(new Uri("http://server:5993"), http);
        using var output = new StringWriter();
        try
        {
            new LoadRun(options, new RemoteStore(client), output, TextWriter.Null, terminal: null).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
            return $"loaded: {OutcomeText.KindOf(output.ToString().Split('\n')[^2])}";
        }
        catch (MarketStoreException refusal)
        {
            return OutcomeText.KindOf(refusal.Message.Replace(_path, "", StringComparison.Ordinal));
        }
    }

    public void Dispose() => File.Delete(_path);

    static byte[] Of(byte choice, string text) => [choice, .. Encoding.UTF8.GetBytes(text)];

    sealed class InProcess(FuzzServer server) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            var (status, answer) = server.Post("application/x-msgpack", body);
            var response = new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new ByteArrayContent(answer) };
            response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-msgpack");
            return response;
        }
    }
}
