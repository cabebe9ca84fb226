using System.CommandLine;

namespace MarketStore.Cli.Commands;

/// <summary>A command whose help says more than its line in a list of commands can.</summary>
/// <param name="name">The verb.</param>
/// <param name="description">The line in a list.</param>
/// <param name="notes">What it is for and examples, shown behind its options.</param>
internal sealed class NotedCommand(string name, string description, string notes) : Command(name, description)
{
    public string Notes { get; } = notes;
}
