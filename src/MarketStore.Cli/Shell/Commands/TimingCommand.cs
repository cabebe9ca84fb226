namespace MarketStore.Cli.Shell.Commands;

/// <summary><c>\timing</c>: tells how long queries take.</summary>
internal sealed class TimingCommand : IShellCommand
{
    public IReadOnlyList<string> Names { get; } = ["\\timing"];

    public string Arguments => "";

    public string Summary => "Tell after each query how long it took, or stop telling";

    public string Details => "";

    public Task RunAsync(ShellContext context, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        context.ShowsTiming = !context.ShowsTiming;
        context.Error.WriteLine($"timing is {(context.ShowsTiming ? "on" : "off")}");
        return Task.CompletedTask;
    }
}
