using System.Globalization;
using System.Text;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Query;
using MarketStore.Sql;
using MarketStore.Storage;
using MarketStore.Tests.Functions;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketStore.Tests.Sql;

/// <summary>An SQL engine over a database in a directory of its own.</summary>
sealed class SqlHost : IAsyncDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("marketstore-sql-").FullName;

    public SqlHost(string zoneName = "UTC", SqlOptions? options = null)
    {
        var zone = MarketTimeZone.TryGet(zoneName, out var found) ? found : throw new ArgumentException(zoneName);
        Database = Database.Open(new() { RootDirectory = Path.Combine(_directory, "data"), Zone = zone, WalSync = WalSync.None }, NullLogger<Database>.Instance);
        Queries = new(Database, Rows.Clock);
        Sql = new(Database, Queries, options ?? new(), Rows.Clock);
    }

    public Database Database { get; }

    public QueryEngine Queries { get; }

    public SqlEngine Sql { get; }

    public Task Write(string key, params Column[] columns)
    {
        var rows = Rows.Of(columns);
        return Database.WriteAsync([new(TimeBucketKey.Parse(key), rows, rows.TryGetColumn("Nanoseconds", out _))]);
    }

    /// <summary>Bars of minutes from a time on, the n-th of which has n for its prices and 10 n for its volume.</summary>
    public Task WriteMinutes(string key, long start, int count)
    {
        var prices = Enumerable.Range(0, count).Select(row => (float)row).ToArray();
        return Write(
            key,
            Rows.Epoch([.. Enumerable.Range(0, count).Select(row => start + (60L * row))]),
            Rows.F4("Open", prices), Rows.F4("High", prices), Rows.F4("Low", prices), Rows.F4("Close", prices),
            Column.Of<int>("Volume", ElementType.Int32, [.. Enumerable.Range(0, count).Select(row => 10 * row)]));
    }

    /// <summary>The rows in one line for each column: <c>Epoch:i8 0 60 | Close:f4 1 2</c>.</summary>
    public async Task<string> Run(string statement, CancellationToken cancellationToken = default)
    {
        using var result = await Sql.ExecuteAsync(statement, cancellationToken);
        return Describe(result.Buckets[0].Rows);
    }

    public static string Describe(ColumnSeries rows) => string.Join(" | ", rows.Columns.Select(column => string.Join(' ', Texts(column).Prepend($"{column.Name}:{column.Shape.WireCode}"))));

    public static IEnumerable<string> Texts(Column column) => Enumerable.Range(0, column.RowCount).Select(row => column.Type switch
    {
        ElementType.Float32 => Text(column.Values<float>()[row]),
        ElementType.Float64 => Text(column.Values<double>()[row]),
        ElementType.Int16 => Text(column.Values<short>()[row]),
        ElementType.Int32 => Text(column.Values<int>()[row]),
        ElementType.Int64 => Text(column.Values<long>()[row]),
        ElementType.Byte => Text(column.Values<sbyte>()[row]),
        ElementType.UInt16 => Text(column.Values<ushort>()[row]),
        ElementType.UInt32 => Text(column.Values<uint>()[row]),
        ElementType.UInt64 => Text(column.Values<ulong>()[row]),
        ElementType.String16 => Encoding.UTF32.GetString(column.Data.Span.Slice(row * column.ElementBytes, column.ElementBytes)).TrimEnd('\0'),
        _ => Text(column.Values<byte>()[row]),
    });

    public async ValueTask DisposeAsync()
    {
        Sql.Dispose();
        await Database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
