using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Sql.Text;

namespace MarketStore.Sql.Statements;

/// <summary>Reads <c>CREATE TABLE bucket (column type, …) [FIXED | VARIABLE]</c> and <c>DROP TABLE bucket</c>.</summary>
internal static class TableParser
{
    static readonly Dictionary<string, ElementType> SqlTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TINYINT"] = ElementType.Byte,
        ["SMALLINT"] = ElementType.Int16,
        ["INTEGER"] = ElementType.Int32,
        ["INT"] = ElementType.Int32,
        ["BIGINT"] = ElementType.Int64,
        ["UTINYINT"] = ElementType.UInt8,
        ["USMALLINT"] = ElementType.UInt16,
        ["UINTEGER"] = ElementType.UInt32,
        ["UBIGINT"] = ElementType.UInt64,
        ["REAL"] = ElementType.Float32,
        ["FLOAT"] = ElementType.Float32,
        ["FLOAT4"] = ElementType.Float32,
        ["DOUBLE"] = ElementType.Float64,
        ["FLOAT8"] = ElementType.Float64,
        ["VARCHAR"] = ElementType.String16,
        ["TEXT"] = ElementType.String16,
    };

    /// <exception cref="MarketStoreException">The statement makes no sense.</exception>
    public static CreateTableStatement ParseCreate(TokenCursor cursor)
    {
        var start = cursor.Take();
        if (!cursor.TryTakeKeyword("TABLE"))
            throw SqlErrors.At(cursor.Statement, start.Start, $"CREATE {cursor.Current.Value} is not supported", "CREATE TABLE makes a bucket");
        var ifNotExists = cursor.TryTakeKeyword("IF");
        if (ifNotExists)
        {
            cursor.ExpectKeyword("NOT");
            cursor.ExpectKeyword("EXISTS");
        }

        var target = StatementParser.ParseBucket(cursor);
        cursor.ExpectSymbol("(");
        var columns = new List<DataShape>();
        var isVariable = false;
        do
        {
            var name = cursor.ExpectName("the name of a column");
            var type = ParseType(cursor);
            if (name.Value == ColumnSeries.EpochName)
                continue;
            if (name.Value == ColumnSeries.NanosecondsName)
                isVariable = true;
            else
                columns.Add(new(name.Value, type));
        }
        while (cursor.TryTakeSymbol(","));
        cursor.ExpectSymbol(")");
        if (cursor.TryTakeKeyword("VARIABLE"))
            isVariable = true;
        else if (cursor.TryTakeKeyword("FIXED") && isVariable)
            throw SqlErrors.At(cursor.Statement, start.Start, "a fixed bucket has no column Nanoseconds");
        return new(target, columns, isVariable ? RecordType.Variable : RecordType.Fixed, ifNotExists);
    }

    /// <exception cref="MarketStoreException">The statement makes no sense.</exception>
    public static DropTableStatement ParseDrop(TokenCursor cursor)
    {
        cursor.ExpectKeyword("TABLE");
        var ifExists = cursor.TryTakeKeyword("IF");
        if (ifExists)
            cursor.ExpectKeyword("EXISTS");
        return new(StatementParser.ParseBucket(cursor), ifExists);
    }

    static ElementType ParseType(TokenCursor cursor)
    {
        var name = cursor.ExpectName("the type of a column");
        if (!ElementTypes.TryParseShapeName(name.Value, out var type) && !SqlTypes.TryGetValue(name.Value, out type))
            throw SqlErrors.At(cursor.Statement, name.Start, $"there is no type {name.Value} for columns of buckets", "float32, float64, int8 to int64 as byte, int16, int32, int64, uint8 to uint64, string16, and their SQL names");
        if (type == ElementType.String16 && cursor.TryTakeSymbol("("))
        {
            if (cursor.Current.Value != "16")
                throw cursor.Unexpected("texts in buckets have 16 characters: 16 is expected");
            cursor.Take();
            cursor.ExpectSymbol(")");
        }

        return type;
    }
}
