using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace MarketStore.Server.Streaming.Patterns;

/// <summary>
/// A pattern of keys as the Go server's library reads it: <c>*</c>, <c>**</c>, <c>?</c>, classes, alternatives, escapes. Matching takes time in proportion to the
/// pattern's length times the key's, whatever the pattern: all ways through it are gone at once.
/// </summary>
internal sealed class GlobPattern
{
    const char Separator = '/';

    readonly Instruction[] _program;
    readonly Rune[] _listed;

    GlobPattern(Instruction[] program, Rune[] listed, string? literal) => (_program, _listed, Literal) = (program, listed, literal);

    /// <summary>The one key that a pattern without wildcards matches; null for others.</summary>
    public string? Literal { get; }

    /// <summary>True when the text may be subscribed to: it has exactly two slashes.</summary>
    public static bool IsStream(string text) => text.AsSpan().Count(Separator) == 2;

    /// <summary>Returns false when the syntax is broken: such a pattern matches nothing.</summary>
    public static bool TryCompile(string text, [NotNullWhen(true)] out GlobPattern? pattern)
    {
        var compiler = new Compiler(text);
        pattern = compiler.TryCompile() ? new(compiler.Program.ToArray(), compiler.Listed.ToArray(), compiler.Literal?.ToString()) : null;
        return pattern is not null;
    }

    public bool Matches(string key)
    {
        if (Literal is not null)
            return Literal == key;
        var states = ArrayPool<int>.Shared.Rent(4 * _program.Length);
        try
        {
            return Run(key, states);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(states);
        }
    }

    bool Run(string key, Span<int> memory)
    {
        var length = _program.Length;
        var current = memory[..length];
        var next = memory.Slice(length, length);
        var pending = memory.Slice(2 * length, length);
        // The step at which a state was added last, so that nothing needs clearing from step to step.
        var added = memory.Slice(3 * length, length);
        added.Fill(-1);
        var step = 0;
        var count = Add(0, current, 0, added, pending, step);
        foreach (var rune in key.EnumerateRunes())
        {
            if (count == 0)
                return false;
            step++;
            var nextCount = 0;
            for (var index = 0; index < count; index++)
            {
                var state = current[index];
                if (Accepts(_program[state], rune))
                    nextCount = Add(state + 1, next, nextCount, added, pending, step);
            }

            var former = current;
            current = next;
            next = former;
            count = nextCount;
        }

        return current[..count].Contains(length - 1);
    }

    /// <summary>Adds a state and all that it leads to without a character.</summary>
    int Add(int state, Span<int> states, int count, Span<int> added, Span<int> pending, int step)
    {
        var depth = Push(state, added, pending, depth: 0, step);
        while (depth > 0)
        {
            state = pending[--depth];
            var instruction = _program[state];
            switch (instruction.Kind)
            {
                case InstructionKind.Jump:
                    depth = Push(instruction.First, added, pending, depth, step);
                    break;
                case InstructionKind.Fork:
                    depth = Push(instruction.Second, added, pending, depth, step);
                    depth = Push(instruction.First, added, pending, depth, step);
                    break;
                default:
                    states[count++] = state;
                    break;
            }
        }

        return count;
    }

    static int Push(int state, Span<int> added, Span<int> pending, int depth, int step)
    {
        if (added[state] == step)
            return depth;
        added[state] = step;
        pending[depth] = state;
        return depth + 1;
    }

    bool Accepts(Instruction instruction, Rune rune) => instruction.Kind switch
    {
        InstructionKind.Character => instruction.First == rune.Value,
        InstructionKind.InPart => rune.Value != Separator,
        InstructionKind.Anything => true,
        InstructionKind.Range => (rune.Value >= instruction.First && rune.Value <= instruction.Second) != instruction.IsNegated,
        InstructionKind.List => _listed.AsSpan(instruction.First, instruction.Second).Contains(rune) != instruction.IsNegated,
        _ => false,
    };

    enum InstructionKind : byte
    {
        Character,
        InPart,
        Anything,
        Range,
        List,
        Jump,
        Fork,
        End,
    }

    /// <param name="First">A character, the least of a range, the place of a list, or where to go on.</param>
    /// <param name="Second">The greatest of a range, the length of a list, or where else to go on.</param>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Instruction(InstructionKind Kind, int First = 0, int Second = 0, bool IsNegated = false);

    /// <summary>Reads the text once, left to right; alternatives that are open lie on a stack.</summary>
    sealed class Compiler(string text)
    {
        readonly Rune[] _text = [.. text.EnumerateRunes()];
        readonly Stack<Group> _groups = new();
        int _position;

        public List<Instruction> Program { get; } = [];

        public List<Rune> Listed { get; } = [];

        /// <summary>The text itself while nothing else was found.</summary>
        public StringBuilder? Literal { get; private set; } = new();

        public bool TryCompile()
        {
            while (_position < _text.Length)
            {
                var rune = _text[_position++];
                if (!TryCompile(rune))
                    return false;
            }

            if (_groups.Count > 0)
                return false;
            Program.Add(new(InstructionKind.End));
            return true;
        }

        bool TryCompile(Rune rune)
        {
            switch (rune.Value)
            {
                case '*': CompileRun(); break;
                case '?': AddWildcard(new(InstructionKind.InPart)); break;
                case '[': return TryCompileClass();
                case '{': OpenGroup(); break;
                case ',' when _groups.Count > 0: NextAlternative(); break;
                case '}' when _groups.Count > 0: CloseGroup(); break;
                case '\\':
                    // One at the very end stands for nothing.
                    if (_position < _text.Length)
                        AddCharacter(_text[_position++]);
                    break;
                default: AddCharacter(rune); break;
            }

            return true;
        }

        void CompileRun()
        {
            var isLong = _position < _text.Length && _text[_position].Value == '*';
            if (isLong)
                _position++;
            var start = Program.Count;
            AddWildcard(new(InstructionKind.Fork, start + 1, start + 3));
            Program.Add(new(isLong ? InstructionKind.Anything : InstructionKind.InPart));
            Program.Add(new(InstructionKind.Jump, start));
        }

        // Either one range and nothing else, or characters: the library knows no mixture.
        bool TryCompileClass()
        {
            var isNegated = Peek(0) == '!';
            if (isNegated)
                _position++;
            if (Peek(1) == '-')
            {
                var (low, high) = (Peek(0), Peek(2));
                if (high < low || Peek(3) != ']')
                    return false;
                _position += 4;
                AddWildcard(new(InstructionKind.Range, low, high, isNegated));
                return true;
            }

            var start = Listed.Count;
            for (; _position < _text.Length; _position++)
            {
                var rune = _text[_position];
                if (rune.Value == ']')
                {
                    _position++;
                    AddWildcard(new(InstructionKind.List, start, Listed.Count - start, isNegated));
                    return Listed.Count > start;
                }

                if (rune.Value == '\\' && ++_position == _text.Length)
                    return false;
                Listed.Add(_text[_position]);
            }

            return false;
        }

        int Peek(int ahead) => _position + ahead < _text.Length ? _text[_position + ahead].Value : -1;

        void OpenGroup()
        {
            _groups.Push(new() { Fork = Program.Count });
            AddWildcard(new(InstructionKind.Fork, Program.Count + 1));
        }

        void NextAlternative()
        {
            var group = _groups.Peek();
            group.Ends.Add(Program.Count);
            Program.Add(new(InstructionKind.Jump));
            Program[group.Fork] = Program[group.Fork] with { Second = Program.Count };
            group.Fork = Program.Count;
            Program.Add(new(InstructionKind.Fork, Program.Count + 1));
        }

        void CloseGroup()
        {
            var group = _groups.Pop();
            // The last alternative has no other beside it.
            Program[group.Fork] = new(InstructionKind.Jump, group.Fork + 1);
            foreach (var end in group.Ends)
                Program[end] = new(InstructionKind.Jump, Program.Count);
        }

        void AddCharacter(Rune rune)
        {
            Literal?.Append(rune.ToString());
            Program.Add(new(InstructionKind.Character, rune.Value));
        }

        void AddWildcard(Instruction instruction)
        {
            Literal = null;
            Program.Add(instruction);
        }

        sealed class Group
        {
            public int Fork { get; set; }

            public List<int> Ends { get; } = [];
        }
    }
}
