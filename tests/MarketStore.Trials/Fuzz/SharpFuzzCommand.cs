using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using SharpFuzz;
using SharpFuzz.Common;

namespace MarketStore.Trials.Fuzz;

/// <summary>The same targets for fuzzers that watch which code runs, and for looking at single inputs: docs/testing.md, "Fuzzing".</summary>
static class SharpFuzzCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("target") { Description = $"One of {string.Join(", ", FuzzSubjects.All.Select(subject => subject.Name))}" };
        name.AcceptOnlyFromAmong([.. FuzzSubjects.All.Select(subject => subject.Name)]);
        var libFuzzer = new Option<bool>("--libfuzzer") { Description = "Talks to libFuzzer instead of afl-fuzz" };
        var file = new Option<FileInfo?>("--run") { Description = "Takes the input in this file and prints the kind of its outcome" };
        var export = new Option<DirectoryInfo?>("--export") { Description = "Writes the seeds and the kept inputs into this directory" };
        var grow = new Option<DirectoryInfo?>("--grow") { Description = "Runs one case and writes the short inputs that showed something new into this directory" };
        var seed = new Option<long>("--seed") { Description = "The case for --grow", DefaultValueFactory = _ => 1 };
        var command = new Command("sharpfuzz", "Runs one target of the fuzz trials under afl-fuzz or libFuzzer") { name, libFuzzer, file, export, grow, seed };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CountBeforeFuzzer();
            var subject = FuzzSubjects.All.Single(subject => subject.Name == parsed.GetValue(name));
            if (parsed.GetValue(file) is { } input)
                RunFile(subject, input);
            else if (parsed.GetValue(export) is { } corpus)
                Export(subject, corpus);
            else if (parsed.GetValue(grow) is { } grown)
                await GrowAsync(subject, grown, parsed.GetValue(seed), cancellationToken);
            else
                Fuzz(subject, parsed.GetValue(libFuzzer));
            return 0;
        });
        return command;
    }

    /// <summary>Instrumented code counts where it runs, and has no place to count in until a fuzzer gives it one.</summary>
    static unsafe void CountBeforeFuzzer()
    {
        const int MapBytes = 1 << 16;
        if (Trace.SharedMem is null)
            Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(MapBytes);
    }

    static void RunFile(FuzzSubject subject, FileInfo file)
    {
        using var target = subject.Create();
        Console.WriteLine(target.Run(File.ReadAllBytes(file.FullName)));
    }

    static void Export(FuzzSubject subject, DirectoryInfo directory)
    {
        directory.Create();
        using var target = subject.Create();
        foreach (var (number, input) in target.Seeds.Concat(KeptCorpus.Read(subject.Name)).Index())
            File.WriteAllBytes(Path.Combine(directory.FullName, number.ToString("d3", CultureInfo.InvariantCulture)), input);
    }

    static async Task GrowAsync(FuzzSubject subject, DirectoryInfo directory, long seed, CancellationToken cancellationToken)
    {
        const int MaxKeptBytes = 1_500;
        directory.Create();
        using var run = new FuzzRun(subject, seed, new TrialTally());
        await run.RunAsync(cancellationToken);
        foreach (var (kind, input) in run.Kinds.Where(entry => entry.Value.Length <= MaxKeptBytes))
            File.WriteAllBytes(Path.Combine(directory.FullName, FileNameOf(kind)), input);
    }

    /// <summary>The words of an outcome with dashes between them.</summary>
    static string FileNameOf(string kind)
    {
        const int MaxNameChars = 80;
        var words = string.Join('-', new string([.. kind.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return words.Length == 0 ? "nothing" : words.Length > MaxNameChars ? words[..MaxNameChars].TrimEnd('-') : words;
    }

    /// <summary>The target lives as long as the fuzzer's child process; whatever it throws is a crash to the fuzzer.</summary>
    static void Fuzz(FuzzSubject subject, bool isLibFuzzer)
    {
        using var target = subject.Create();
        // State that an input can change is there from the start, as in the trials.
        foreach (var seed in target.Seeds)
            target.Run(seed);
        if (isLibFuzzer)
            Fuzzer.LibFuzzer.Run(input => target.Run(input));
        else
            Fuzzer.OutOfProcess.Run((Stream stream) => target.Run(ReadAll(stream)));
    }

    static byte[] ReadAll(Stream stream)
    {
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
