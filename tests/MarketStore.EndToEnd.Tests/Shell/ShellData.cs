using Xunit;

namespace MarketStore.EndToEnd.Tests.Shell;

/// <summary>Data files, their control files, and what comes back of them, byte for byte.</summary>
/// <param name="Directory">Where they lie.</param>
/// <param name="Ticks">With titles, and digits behind the layout of their times.</param>
/// <param name="EasternTicks">Of another zone, without titles.</param>
/// <param name="UnsortedTicks">In no order.</param>
/// <param name="Texts">With commas, quotes, a text that is too long, and a character of two halves.</param>
sealed record ShellData(string Directory, string Ticks, string EasternTicks, string UnsortedTicks, string Texts)
{
    public const string Own = "own";
    public const string Reference = "reference";

    /// <summary>Finds a set by its name; without the reference's files the test is skipped.</summary>
    public static ShellData Find(string name)
    {
        if (name == Own)
            return new(Path.Combine(AppContext.BaseDirectory, "Shell", "Data"), "ticks", "eastern-ticks", "unsorted-ticks", "texts");
        var directory = Path.Combine(FindRoot(), "..", "shared", "spec", "data", "cli");
        Assert.SkipUnless(File.Exists(Path.Combine(directory, "ticks-example-1.csv")), "the reference's files are not beside the checkout, in ../shared/spec/data/cli");
        return new(directory, "ticks-example-1", "ticks-example-2", "ticks-example-not-sorted-by-time", "example-string");
    }

    public string PathOf(string file) => Path.Combine(Directory, file);

    /// <summary>The arguments of a load: a data file and its control file.</summary>
    public string Load(string name) => $"'{PathOf(name + ".csv")}' '{PathOf(name + ".yaml")}'";

    static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory.Parent is not null && !File.Exists(Path.Combine(directory.FullName, "MarketStore.slnx")))
            directory = directory.Parent;
        return directory.FullName;
    }
}
