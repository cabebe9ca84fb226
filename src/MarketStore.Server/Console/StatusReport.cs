using System.Globalization;
using System.Text;

namespace MarketStore.Server.Console;

/// <summary>What a running server tells on SIGUSR1 and at <c>/status</c>: plain text, one heading for each part.</summary>
internal static class StatusReport
{
    public static string Write(IReadOnlyList<IStatusSource> sources)
    {
        var text = new StringBuilder("=== MarketStore status ===\n");
        foreach (var source in sources)
        {
            text.Append(CultureInfo.InvariantCulture, $"{source.StatusName}\n");
            // A part that is in trouble is when the others' lines are wanted most.
            try
            {
                foreach (var (name, value) in source.GetStatus())
                    AppendLine(text, name, value);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                AppendLine(text, "no answer", e.Message);
            }
        }

        return text.Append("=== end ===\n").ToString();
    }

    static void AppendLine(StringBuilder text, string name, string value) => text.Append(CultureInfo.InvariantCulture, $"  {name,-24} {value}\n");
}
