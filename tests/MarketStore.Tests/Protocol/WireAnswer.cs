using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.MessagePack;
using MarketStore.Protocol.Messages;
using MessagePack;
using Xunit;

namespace MarketStore.Tests.Protocol;

/// <summary>Reads parts of MessagePack answers.</summary>
static class WireAnswer
{
    /// <summary>The dataset of the first response.</summary>
    public static MultiDataset ReadDataset(ReadOnlyMemory<byte> answer)
    {
        var reader = new MessagePackReader(answer);
        foreach (var step in new[] { "result", "responses", "", "result" })
            Enter(ref reader, step);
        var tokens = new MessagePackRequestTokens(reader.ReadRaw().First);
        return RequestReader.ReadDataset(ref tokens)!;
    }

    /// <summary>Code and message of an error answer.</summary>
    public static (long Code, string Message) ReadError(ReadOnlyMemory<byte> answer)
    {
        var codes = new MessagePackReader(answer);
        Enter(ref codes, "error");
        Enter(ref codes, "code");
        var messages = new MessagePackReader(answer);
        Enter(ref messages, "error");
        Enter(ref messages, "message");
        return (codes.ReadInt64(), messages.ReadString()!);
    }

    /// <summary>The error texts of an answer that has one for each request.</summary>
    public static string[] ReadErrorTexts(ReadOnlyMemory<byte> answer)
    {
        var reader = new MessagePackReader(answer);
        Enter(ref reader, "result");
        Enter(ref reader, "responses");
        if (reader.TryReadNil())
            return [];
        var texts = new string[reader.ReadArrayHeader()];
        for (var index = 0; index < texts.Length; index++)
        {
            var entry = new MessagePackReader(reader.ReadRaw());
            Enter(ref entry, "error");
            texts[index] = entry.ReadString()!;
        }

        return texts;
    }

    static void Enter(ref MessagePackReader reader, string name)
    {
        if (name.Length == 0)
        {
            Assert.True(reader.ReadArrayHeader() > 0);
            return;
        }

        for (var entries = reader.ReadMapHeader(); entries > 0; entries--)
        {
            if (reader.ReadString() == name)
                return;
            reader.Skip();
        }

        Assert.Fail($"the answer has no \"{name}\"");
    }
}
