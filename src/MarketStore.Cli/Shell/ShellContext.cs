using MarketStore.Cli.Shell.Output;
using MarketStore.Cli.Stores;

namespace MarketStore.Cli.Shell;

/// <summary>What the statements of one shell work on.</summary>
/// <param name="standardOutput">Takes texts that are asked for; results go through <see cref="Output"/>.</param>
/// <param name="error">Takes what is said about the work.</param>
/// <param name="terminal">Where progress is watched; null if nobody does.</param>
internal sealed class ShellContext(IBucketStore store, ShellOutput output, TextWriter standardOutput, TextWriter error, TextWriter? terminal)
{
    public IBucketStore Store { get; } = store;

    public ShellOutput Output { get; } = output;

    public TextWriter StandardOutput { get; } = standardOutput;

    public TextWriter Error { get; } = error;

    public TextWriter? Terminal { get; } = terminal;

    /// <summary>Tells after each query how long it took.</summary>
    public bool ShowsTiming { get; set; }

    /// <summary>Set by the command that ends the shell.</summary>
    public bool IsEnded { get; set; }
}
