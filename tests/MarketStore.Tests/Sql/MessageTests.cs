using MarketStore.Core.Types;
using MarketStore.Sql.Worker.Link;
using Xunit;

namespace MarketStore.Tests.Sql;

/// <summary>Messages between the server and the process of its SQL engine.</summary>
public class MessageTests
{
    static readonly TableShape Table = new(7, 1_000_000, [new("Epoch", ElementType.Int64, false), new("Größe", ElementType.String16, false), new("Timestamp", ElementType.Int64, true)]);

    [Fact]
    public void What_was_written_is_read_in_its_order()
    {
        var stream = new MemoryStream();
        using var writer = new MessageWriter();
        writer.Begin(MessageKind.Table).Write(true);
        Table.Write(writer);
        writer.WriteAll<long>([1, long.MinValue]).SendTo(stream);
        writer.Begin(MessageKind.Closed).SendTo(stream);
        stream.Position = 0;
        var reader = new MessageReader(stream);

        using var first = reader.Next()!;
        var fields = first.Fields;
        Assert.Equal(MessageKind.Table, first.Kind);
        Assert.True(fields.Read<bool>());
        var table = TableShape.Read(ref fields);
        Assert.Equal((Table.Number, Table.RowEstimate), (table.Number, table.RowEstimate));
        Assert.Equal(Table.Columns, table.Columns);
        Assert.Equal([1, long.MinValue], fields.ReadAll<long>(2).ToArray());
        using var second = reader.Next()!;
        Assert.Equal((MessageKind.Closed, 0), (second.Kind, second.Content.Length));
        Assert.Null(reader.Next());
    }

    [Fact]
    public void A_message_that_is_cut_off_is_the_end()
    {
        var stream = new MemoryStream();
        using var writer = new MessageWriter();
        writer.Begin(MessageKind.Failed).Write("a long story").SendTo(stream);
        var whole = stream.ToArray();

        for (var length = 0; length < whole.Length; length++)
            Assert.Null(new MessageReader(new MemoryStream(whole[..length])).Next());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(int.MaxValue)]
    public void A_length_that_no_message_has_is_refused(int length) =>
        Assert.Throws<InvalidDataException>(() => new MessageReader(new MemoryStream([.. BitConverter.GetBytes(length), 1, 2, 3]), maxBytes: 100).Next());

    [Fact]
    public void A_text_longer_than_its_message_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => new MessageFields(BitConverter.GetBytes(5)).ReadText());
        Assert.Throws<InvalidDataException>(() => new MessageFields(BitConverter.GetBytes(-5)).ReadText());
    }

    [Fact]
    public void A_message_grows_to_what_is_written_and_a_value_can_be_changed_afterwards()
    {
        var stream = new MemoryStream();
        using var writer = new MessageWriter();
        writer.Begin(MessageKind.Rows);
        var place = writer.Length;
        writer.Write(0).WriteAll<byte>(new byte[10_000_000]).Patch(place, 42);
        writer.SendTo(stream);
        stream.Position = 0;

        using var message = new MessageReader(stream).Next()!;
        Assert.Equal(10_000_004, message.Content.Length);
        Assert.Equal(42, message.Fields.Read<int>());
    }
}
