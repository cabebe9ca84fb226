using MarketStore.TestKit.MessagePack;

namespace MarketStore.Trials.Fuzz.Mutation;

/// <summary>
/// Changes the values of a message that was decoded into plain maps, lists and scalars, so that what is encoded again is well formed and says something odd.
/// </summary>
sealed class ValueMutator(Chance chance, IReadOnlyList<string> texts)
{
    const int MaxCopies = 300;

    // The decoder recurses.
    const int MaxContainers = 2_000;

    /// <summary>Changes the value in place where it can, and returns what takes its place.</summary>
    public object? Mutate(object? value)
    {
        for (var changes = chance.Between(1, 4); changes > 0; changes--)
            value = Change(value);
        return value;
    }

    object? Change(object? value)
    {
        // Mostly goes down: there are more leaves than branches.
        switch (value)
        {
            case Dictionary<string, object?> { Count: > 0 } map when !chance.OneIn(6):
                var key = chance.Of(map.Keys.ToList());
                map[key] = Change(map[key]);
                return map;
            case Dictionary<string, object?> map when map.Count > 0:
                ChangeMap(map);
                return map;
            case List<object?> { Count: > 0 } list when !chance.OneIn(5):
                var position = chance.Below(list.Count);
                list[position] = Change(list[position]);
                return list;
            case List<object?> list when list.Count > 0:
                ChangeList(list);
                return list;
            case string text when chance.OneIn(2):
                return ChangeText(text);
            case byte[] blob when !chance.OneIn(3):
                return ChangeBlob(blob);
            case long or ulong when !chance.OneIn(4):
                return TellingNumbers.Pick(chance);
            default:
                return NewValue(depth: 0);
        }
    }

    void ChangeMap(Dictionary<string, object?> map)
    {
        var key = chance.Of(map.Keys.ToList());
        switch (chance.Below(4))
        {
            case 0: map.Remove(key); break;
            case 1: map[chance.Of(texts)] = map[key]; break;
            case 2: map[chance.Of(texts)] = NewValue(depth: 0); break;
            default: (map[key], var other) = (map[chance.Of(map.Keys.ToList())], map[key]); map[chance.Of(map.Keys.ToList())] = other; break;
        }
    }

    void ChangeList(List<object?> list)
    {
        var position = chance.Below(list.Count);
        switch (chance.Below(5))
        {
            case 0: list.RemoveAt(position); break;
            case 1: list.Insert(position, list[chance.Below(list.Count)]); break;
            case 2: list.AddRange(Enumerable.Repeat(list[position], chance.Between(1, chance.OneIn(5) ? MaxCopies : 3)).ToList()); break;
            case 3: list.Reverse(); break;
            default: list.Add(NewValue(depth: 0)); break;
        }
    }

    string ChangeText(string text)
    {
        var position = chance.Below(text.Length + 1);
        return chance.Below(5) switch
        {
            0 => text[..position],
            1 => text.Insert(position, chance.Of(texts)),
            2 => text.Insert(position, ((char)chance.Below(0xD800)).ToString()),
            3 => string.Concat(Enumerable.Repeat(text, chance.Between(2, 40))),
            _ => chance.Of(texts),
        };
    }

    byte[] ChangeBlob(byte[] blob)
    {
        switch (chance.Below(4))
        {
            case 0: return blob[..chance.Below(blob.Length + 1)];
            case 1: return [.. blob, .. chance.Bytes(chance.Between(1, 16))];
            case 2: return [.. blob, .. blob];
            default:
                // Columns of times are eight bytes a row.
                var changed = blob.ToArray();
                var width = 1 << chance.Below(4);
                if (changed.Length >= width)
                    BitConverter.GetBytes(TellingNumbers.Pick(chance)).AsSpan(0, width).CopyTo(changed.AsSpan(chance.Below(changed.Length / width) * width));
                return changed;
        }
    }

    object? NewValue(int depth) => chance.Below(depth > 2 ? 7 : 10) switch
    {
        0 => null,
        1 => chance.OneIn(2),
        2 or 3 => TellingNumbers.Pick(chance),
        4 => BitConverter.Int64BitsToDouble((long)chance.Next()) is var real && double.IsFinite(real) ? real : 0.5,
        5 => chance.Of(texts),
        6 => chance.Bytes(chance.Below(40)),
        7 => new List<object?> { NewValue(depth + 1), NewValue(depth + 1) },
        8 => new Dictionary<string, object?> { [chance.Of(texts)] = NewValue(depth + 1) },
        _ => chance.Of(texts),
    };

    /// <summary>Null when the bytes are no message that can be decoded.</summary>
    public byte[]? MutateMessagePack(byte[] message)
    {
        if (message.Count(code => code is (>= 0x80 and < 0xA0) or (>= 0xDC and <= 0xDF)) > MaxContainers)
            return null;
        try
        {
            return MessagePackEncoder.Encode(Mutate(MessagePackDecoder.Decode(message)));
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            return null;
        }
    }
}
