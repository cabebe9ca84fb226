using MarketStore.Storage.Listing;

namespace MarketStore.Cli.Tools;

/// <summary>A form in which a listing of a log is printed.</summary>
internal interface ILogView
{
    void Show(LogEntry entry);

    void ShowSummary(string path, LogSummary summary);
}
