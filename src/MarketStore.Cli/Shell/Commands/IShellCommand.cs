using MarketStore.Core.Errors;

namespace MarketStore.Cli.Shell.Commands;

/// <summary>A command of the shell.</summary>
internal interface IShellCommand
{
    /// <summary>All that it is called, the usual one first.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Its arguments, as help shows them.</summary>
    string Arguments { get; }

    /// <summary>One line about it.</summary>
    string Summary { get; }

    /// <summary>More lines about it; empty if the summary says all.</summary>
    string Details { get; }

    /// <exception cref="MarketStoreException">The arguments make no sense, or the store refused.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    Task RunAsync(ShellContext context, IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
