using System.Buffers;
using MarketStore.Core.Errors;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;
using MessagePack;

namespace MarketStore.Client.Wire;

/// <summary>Reads answers in MessagePack. Layout: docs/wire-protocol.md. Unknown keys are passed over; columns are slices of the answer.</summary>
internal static class ReplyReader
{
    // What servers of every version say when there is no bucket, and while they start or stop.
    static readonly string[] NotFoundTexts = ["no results returned from query", "no files returned from query parse", "not found in catalog", "Unable to find level item"];
    const string AlreadyExistsText = "File is already in directory";
    const string UnavailableText = "server is not queryable";

    /// <exception cref="MarketStoreException">The server refused.</exception>
    /// <exception cref="UnreadableReplyException">The bytes are no answer to this call.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> reply, long id, ResultReader<T> readResult)
    {
        try
        {
            var reader = new MessagePackReader(reply);
            return ReadEnvelope(ref reader, id, readResult);
        }
        catch (Exception fault) when (fault is MessagePackSerializationException or EndOfStreamException or OverflowException or ArgumentOutOfRangeException)
        {
            throw UnreadableReplyException.Because(fault.Message, fault);
        }
    }

    public static QueryReply ReadQueryReply(ref MessagePackReader reader)
    {
        var results = new List<IReadOnlyList<BucketRows>>();
        var (version, timeZone) = ("", "");
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            switch (reader.ReadString())
            {
                case "responses": ReadList(ref reader, results, ReadQueryResult); break;
                case "version": version = reader.ReadString() ?? ""; break;
                case "timezone": timeZone = reader.ReadString() ?? ""; break;
                default: Skip(ref reader); break;
            }
        }

        return new(results, version, timeZone);
    }

    public static BucketDescription ReadBucketDescription(ref MessagePackReader reader)
    {
        var responses = new List<BucketDescription>();
        ReadResponses(ref reader, responses, ReadDescription);
        return responses.Count == 1 ? responses[0] : throw UnreadableReplyException.Because($"{responses.Count} descriptions of one bucket");
    }

    public static IReadOnlyList<string> ReadNames(ref MessagePackReader reader)
    {
        var names = new List<string>();
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            if (reader.ReadString() == "Results")
                ReadList(ref reader, names, static (ref MessagePackReader inner) => inner.ReadString() ?? "");
            else
                Skip(ref reader);
        }

        return names;
    }

    /// <summary>Reads what became of each request.</summary>
    /// <returns>The number of answers; a write that went well has none.</returns>
    /// <exception cref="MarketStoreException">One failed.</exception>
    public static int ReadOutcomes(ref MessagePackReader reader)
    {
        var errors = new List<string>();
        ReadResponses(ref reader, errors, ReadServerResponse);
        return errors.Find(error => error.Length > 0) is { } text ? throw Refusal(text) : errors.Count;
    }

    static T ReadEnvelope<T>(ref MessagePackReader reader, long id, ResultReader<T> readResult)
    {
        var (result, hasResult, idIsRight) = (default(T)!, false, false);
        string? error = null;
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            switch (reader.ReadString())
            {
                case "result" when !reader.TryReadNil():
                    (result, hasResult) = (readResult(ref reader), true);
                    break;
                case "result": break;
                case "error": error = ReadError(ref reader); break;
                case "id": idIsRight = reader.ReadInt64() == id; break;
                default: Skip(ref reader); break;
            }
        }

        if (error is not null)
            throw Refusal(error);
        if (!idIsRight)
            throw UnreadableReplyException.Because("it answers another call");
        return hasResult ? result : throw UnreadableReplyException.Because("neither a result nor an error");
    }

    static string? ReadError(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        var message = "";
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            if (reader.ReadString() == "message")
                message = reader.ReadString() ?? "";
            else
                Skip(ref reader);
        }

        return message;
    }

    static MarketStoreException Refusal(string text)
    {
        var kind = ErrorKind.InvalidRequest;
        if (NotFoundTexts.Any(known => text.Contains(known, StringComparison.Ordinal)))
            kind = ErrorKind.NotFound;
        else if (text.Contains(AlreadyExistsText, StringComparison.Ordinal))
            kind = ErrorKind.AlreadyExists;
        else if (text.Contains(UnavailableText, StringComparison.Ordinal))
            kind = ErrorKind.Unavailable;
        return new(kind, text);
    }

    static IReadOnlyList<BucketRows> ReadQueryResult(ref MessagePackReader reader)
    {
        IReadOnlyList<BucketRows> buckets = [];
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            if (reader.ReadString() == "result")
                buckets = reader.TryReadNil() ? [] : DatasetReader.Split(DatasetReader.Read(ref reader));
            else
                Skip(ref reader);
        }

        return buckets;
    }

    static BucketDescription ReadDescription(ref MessagePackReader reader)
    {
        var (year, timeframe, recordType, error) = (0L, 0L, RecordType.Fixed, "");
        var columns = new List<DataShape>();
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            switch (reader.ReadString())
            {
                case "LatestYear": year = reader.ReadInt64(); break;
                case "TimeFrame": timeframe = reader.ReadInt64(); break;
                case "RecordType": recordType = (RecordType)reader.ReadByte(); break;
                case "DSV": ReadList(ref reader, columns, ReadShape); break;
                case "ServerResp": error = ReadServerResponse(ref reader); break;
                default: Skip(ref reader); break;
            }
        }

        return error.Length > 0 ? throw Refusal(error) : new(year, timeframe, columns, recordType);
    }

    static DataShape ReadShape(ref MessagePackReader reader)
    {
        var (name, type) = ("", ElementType.None);
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            switch (reader.ReadString())
            {
                case "Name": name = reader.ReadString() ?? ""; break;
                case "Type": type = (ElementType)reader.ReadByte(); break;
                default: Skip(ref reader); break;
            }
        }

        return new(name, type);
    }

    static string ReadServerResponse(ref MessagePackReader reader)
    {
        var error = "";
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            if (reader.ReadString() == "error")
                error = reader.ReadString() ?? "";
            else
                Skip(ref reader);
        }

        return error;
    }

    static void ReadResponses<T>(ref MessagePackReader reader, List<T> responses, ResultReader<T> read)
    {
        for (var fields = reader.ReadMapHeader(); fields > 0; fields--)
        {
            if (reader.ReadString() == "responses")
                ReadList(ref reader, responses, read);
            else
                Skip(ref reader);
        }
    }

    /// <summary>Appends the items of a list; nil is a list of none.</summary>
    internal static void ReadList<T>(ref MessagePackReader reader, List<T> items, ResultReader<T> read)
    {
        if (reader.TryReadNil())
            return;
        for (var count = reader.ReadArrayHeader(); count > 0; count--)
            items.Add(read(ref reader));
    }

    /// <summary>Passes over one value of any nesting. The library's own way takes a length over 2^31 for a step back.</summary>
    internal static void Skip(ref MessagePackReader reader)
    {
        for (var pending = 1L; pending > 0; pending--)
        {
            switch (reader.NextMessagePackType)
            {
                case MessagePackType.Array: pending += reader.ReadArrayHeader(); break;
                case MessagePackType.Map: pending += 2L * reader.ReadMapHeader(); break;
                case MessagePackType.String: _ = reader.ReadStringSequence(); break;
                case MessagePackType.Binary: _ = reader.ReadBytes(); break;
                case MessagePackType.Extension: reader.ReadRaw(reader.ReadExtensionFormatHeader().Length); break;
                default: reader.Skip(); break;
            }
        }
    }
}
