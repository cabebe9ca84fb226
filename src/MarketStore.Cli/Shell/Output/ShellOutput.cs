using MarketStore.Cli.Results;
using MarketStore.Client;
using MarketStore.Core.Time;

namespace MarketStore.Cli.Shell.Output;

/// <summary>Where results go, and in which form.</summary>
/// <param name="format">One of <see cref="ResultFormats"/>.</param>
/// <param name="error">Hears what is no result.</param>
/// <param name="terminalWidth">How wide the terminal is now; null where nobody watches.</param>
internal sealed class ShellOutput(string format, TextWriter output, TextWriter error, Func<int?> terminalWidth)
{
    string? _path;
    bool _isBegun;

    /// <summary>Lets the next results go to a file, which the first of them truncates; null lets them go to standard output.</summary>
    public void Redirect(string? path) => (_path, _isBegun) = (path, false);

    /// <summary>Whether results are shown rather than kept.</summary>
    public bool IsShown => _path is null;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(IReadOnlyList<BucketRows> buckets)
    {
        if (_path is null)
        {
            WriteShown(buckets);
            return;
        }

        using var file = new StreamWriter(_path, append: _isBegun);
        _isBegun = true;
        if (format != ResultFormats.Table)
            WriteFormat(buckets, file);
        else
            WriteEach(buckets, bucket => GoCsv.Write(bucket.Rows, file));
    }

    void WriteShown(IReadOnlyList<BucketRows> buckets)
    {
        if (format != ResultFormats.Table)
            WriteFormat(buckets, output);
        else
            WriteEach(buckets, bucket => WriteTable(bucket, hasTitle: buckets.Count > 1));
    }

    void WriteTable(BucketRows bucket, bool hasTitle)
    {
        var hidden = GoTable.Write(bucket.Rows, hasTitle ? $"Bucket: {ShownText.Printable(bucket.Key.Split(':')[0])}" : null, terminalWidth(), output);
        if (hidden.Count > 0)
            error.WriteLine($"the terminal is too narrow for {string.Join(", ", hidden)}");
    }

    void WriteFormat(IReadOnlyList<BucketRows> buckets, TextWriter target) =>
        ResultFormats.Get(format).Write(new ResultSet(buckets, MarketTimeZone.Utc, askedForSeveral: buckets.Count > 1), target);

    static void WriteEach(IReadOnlyList<BucketRows> buckets, Action<BucketRows> write)
    {
        foreach (var bucket in buckets)
            write(bucket);
    }
}
