using System.Text.Json;
using MarketStore.Cli.Commands;
using MarketStore.Server.Configuration;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Cli;

public sealed class InitCommandTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();
    readonly StringWriter _output = new();

    string File => _directory.Combine("mkts.yml");

    public void Dispose()
    {
        _output.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void The_file_that_is_written_means_the_defaults()
    {
        Assert.Equal(ExitCode.Success, InitCommand.Write(File, asJson: false, _output));

        var (configuration, warnings) = ConfigurationFile.Load(File);
        Assert.Empty(warnings);
        Assert.Equal(new ServerConfiguration(), configuration);
        Assert.Equal($"wrote {File}\n", _output.ToString());
    }

    [Fact]
    public void The_file_is_the_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        InitCommand.Write(File, asJson: false, _output);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void A_file_that_exists_is_left_as_it_is_and_that_is_said()
    {
        System.IO.File.WriteAllText(File, "mine");

        Assert.Equal(ExitCode.Success, InitCommand.Write(File, asJson: false, _output));

        Assert.Equal("mine", System.IO.File.ReadAllText(File));
        Assert.Equal($"{File} exists already and was left as it is\n", _output.ToString());
    }

    [Fact]
    public void A_directory_that_is_not_there_is_an_error() =>
        Assert.ThrowsAny<IOException>(() => InitCommand.Write(_directory.Combine("no", "mkts.yml"), asJson: false, _output));

    [Fact]
    public void The_examples_of_the_file_are_valid_once_their_marks_are_removed()
    {
        using var template = new StreamReader(InitCommand.OpenTemplate());
        // An example is a commented line of YAML; prose has no colon, quote or dash where those do.
        var lines = template.ReadToEnd().Split('\n').Select(line => System.Text.RegularExpressions.Regex.Replace(line, "^# ( *(- .*|[a-z_]+:.*))$", "$1"));
        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines)));

        var (configuration, warnings) = ConfigurationFile.Read(text);

        Assert.Empty(warnings);
        Assert.Equal(["ondiskagg.so", "stream.so"], configuration.Triggers.Select(trigger => trigger.Module));
        Assert.Equal(["gdaxfeeder.so", "polygon.so", "bitmexfeeder.so"], configuration.BackgroundWorkers.Select(worker => worker.Module));
        Assert.Equal(("localhost", "America/New_York", new ListenAddress("localhost", 5994)), (configuration.ListenHost, configuration.Zone.Name, configuration.Utilities));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void As_JSON_it_says_which_file_and_whether_it_was_written(bool isThere)
    {
        if (isThere)
            InitCommand.Write(File, asJson: false, TextWriter.Null);
        InitCommand.Write(File, asJson: true, _output);

        var told = JsonDocument.Parse(_output.ToString()).RootElement;
        Assert.Equal(File, told.GetProperty("file").GetString());
        Assert.Equal(!isThere, told.GetProperty("written").GetBoolean());
    }
}
