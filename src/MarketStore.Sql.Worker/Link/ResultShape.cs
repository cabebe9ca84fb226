using MarketStore.Sql.Worker.DuckDb;

namespace MarketStore.Sql.Worker.Link;

/// <summary>A column of a result. Decimals have a type that they are stored in, and digits behind the point.</summary>
internal readonly record struct ResultShape(string Name, DuckDbType Type, DuckDbType StoredType, int Scale)
{
    public void Write(MessageWriter writer) => writer.Write(Name).Write((byte)Type).Write((byte)StoredType).Write((byte)Scale);

    /// <summary>Bytes of a value; 0 for those that have no number of their own.</summary>
    public int Width => StoredType switch
    {
        DuckDbType.Boolean or DuckDbType.TinyInt or DuckDbType.UTinyInt => 1,
        DuckDbType.SmallInt or DuckDbType.USmallInt => 2,
        DuckDbType.Integer or DuckDbType.UInteger or DuckDbType.Float or DuckDbType.Date or DuckDbType.SqlNull => 4,
        DuckDbType.HugeInt or DuckDbType.UHugeInt or DuckDbType.Interval => 16,
        DuckDbType.Varchar or DuckDbType.Blob => 0,
        _ => 8,
    };

    public static ResultShape Read(ref MessageFields fields) => new(fields.ReadText(), (DuckDbType)fields.Read<byte>(), (DuckDbType)fields.Read<byte>(), fields.Read<byte>());
}
