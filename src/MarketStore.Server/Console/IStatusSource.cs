namespace MarketStore.Server.Console;

/// <summary>A part of the server that adds lines to the status report. Called on a signal's thread: take no locks that are held for long.</summary>
public interface IStatusSource
{
    /// <summary>The heading above the lines.</summary>
    string StatusName { get; }

    /// <summary>Names and values, in the order to print.</summary>
    IEnumerable<(string Name, string Value)> GetStatus();
}
