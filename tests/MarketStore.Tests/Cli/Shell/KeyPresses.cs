using MarketStore.Cli.Shell.Editing;

namespace MarketStore.Tests.Cli.Shell;

/// <summary>Keys that are pressed one after the other: characters, and names in angle brackets such as <c>&lt;Left&gt;</c> or <c>&lt;^A&gt;</c>.</summary>
sealed class KeyPresses(string keys) : IKeyReader
{
    static readonly Dictionary<string, ConsoleKey> Named = new()
    {
        ["Left"] = ConsoleKey.LeftArrow,
        ["Right"] = ConsoleKey.RightArrow,
        ["Up"] = ConsoleKey.UpArrow,
        ["Down"] = ConsoleKey.DownArrow,
        ["Home"] = ConsoleKey.Home,
        ["End"] = ConsoleKey.End,
        ["Back"] = ConsoleKey.Backspace,
        ["Del"] = ConsoleKey.Delete,
        ["Tab"] = ConsoleKey.Tab,
        ["Enter"] = ConsoleKey.Enter,
    };

    int _position;

    public ConsoleKeyInfo? Read()
    {
        if (_position == keys.Length)
            return null;
        if (keys[_position] != '<')
            return new(keys[_position++], ConsoleKey.None, shift: false, alt: false, control: false);
        var end = keys.IndexOf('>', _position);
        var name = keys[(_position + 1)..end];
        _position = end + 1;
        return name[0] == '^'
            ? new((char)(name[1] - '@'), Enum.Parse<ConsoleKey>(name[1..]), shift: false, alt: false, control: true)
            : new('\0', Named[name], shift: false, alt: false, control: false);
    }
}
