using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Shell;

public sealed class InteractiveShellTests : IDisposable
{
    const string Prompt = "» ";
    const string Up = "\u001b[A";
    const string CtrlC = "\u0003";
    const string CtrlD = "\u0004";

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_person_types_statements_over_several_lines_with_completion_and_history()
    {
        await using (var first = Start())
        {
            await first.WaitForAsync(Prompt);
            await first.TypeAsync("\\create AAPL/1D/OHLCV Close/float64 fixed\r");
            await first.WaitForAsync("Successfully created");
            await first.WaitForAsync(Prompt);
            await first.TypeAsync("\\geti\tAA\t\t\t");
            await first.WaitForAsync("\\getinfo AAPL/1D/OHLCV ");
            await first.TypeAsync("\r");
            await first.WaitForAsync("Data Types: {Epoch:INT64 Close:FLOAT64}");
            await first.WaitForAsync(Prompt);
            await first.TypeAsync("SELECT 41\r");
            await first.WaitForAsync("… ");
            await first.TypeAsync("+ 1 AS answer;\r");
            await first.WaitForAsync("(1 rows * 1 columns)");
            await first.WaitForAsync(Prompt);
            await first.TypeAsync("\\quit\r");
            Assert.Equal(0, await first.WaitForExitAsync());
        }

        await using var second = Start();
        await second.WaitForAsync(Prompt);
        await second.TypeAsync(Up + Up);
        await second.WaitForAsync("+ 1 AS answer;");
        await second.TypeAsync(Up + Up);
        await second.WaitForAsync("\\getinfo AAPL/1D/OHLCV");
        await second.TypeAsync("\r");
        await second.WaitForAsync("Bucket: AAPL/1D/OHLCV");
        await second.WaitForAsync(Prompt);
        await second.TypeAsync(CtrlD);
        await second.WaitForAsync("exit");
        Assert.Equal(0, await second.WaitForExitAsync());
    }

    [Fact]
    public async Task Ctrl_C_cancels_what_runs_or_what_is_typed_and_the_shell_goes_on()
    {
        await using var shell = Start();
        await shell.WaitForAsync(Prompt);
        await shell.TypeAsync("DELETE FROM nothing" + CtrlC);
        await shell.WaitForAsync("^C");
        await shell.WaitForAsync("Ctrl-D or \\quit ends the shell");
        await shell.WaitForAsync(Prompt);

        await shell.TypeAsync("SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b;\r");
        await shell.WaitForAsync("Ctrl-C cancels");
        await shell.TypeAsync(CtrlC);
        await shell.WaitForAsync("error: canceled");
        await shell.WaitForAsync(Prompt);

        await shell.TypeAsync("SELECT 1 AS one;\r");
        await shell.WaitForAsync("(1 rows * 1 columns)");
        await shell.WaitForAsync(Prompt);
        await shell.TypeAsync("exit\r");
        Assert.Equal(0, await shell.WaitForExitAsync());
    }

    TerminalSession Start() => TerminalSession.Start(_directory.Path, $"connect -d '{_directory.Combine("data")}'");
}
