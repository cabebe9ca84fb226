using System.Globalization;
using System.Text;
using MarketStore.Cli.Results;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Shell.Output;

/// <summary>Shows values as shells of the Go server show them: scripts compare its output byte for byte.</summary>
internal static class GoCells
{
    /// <summary>Whether a column is shown as times.</summary>
    public static bool IsTime(DataShape shape) => shape.Type == ElementType.Int64 && shape.Name.Equals(ColumnSeries.EpochName, StringComparison.OrdinalIgnoreCase);

    public static string Of(Column column, int row) => column.Type switch
    {
        ElementType.Int64 when IsTime(column.Shape) => Time(column.Values<long>()[row]),
        ElementType.Float32 => Number(column.Values<float>()[row], CellText.Of(column, row)),
        ElementType.Float64 => Number(column.Values<double>()[row], CellText.Of(column, row)),
        ElementType.Bool => column.Values<byte>()[row] == 0 ? "FALSE" : "TRUE",
        _ => CellText.Of(column, row),
    };

    static string Time(long epochSeconds)
    {
        var secondOfDay = ((epochSeconds % Timeframe.SecondsPerDay) + Timeframe.SecondsPerDay) % Timeframe.SecondsPerDay;
        var (year, month, day) = CivilCalendar.DateOf((epochSeconds - secondOfDay) / Timeframe.SecondsPerDay);
        return string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{month:D2}-{day:D2} {secondOfDay / 3_600:D2}:{secondOfDay / 60 % 60:D2}:{secondOfDay % 60:D2} +0000 UTC");
    }

    static string Number(double value, string shortest) => value switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => WithoutExponent(shortest),
    };

    /// <summary>Writes out what stands behind an E: <c>1.5E-07</c> is <c>0.00000015</c>.</summary>
    static string WithoutExponent(string number)
    {
        var mark = number.IndexOf('E', StringComparison.Ordinal);
        if (mark < 0)
            return number;
        var exponent = int.Parse(number.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var sign = number[0] == '-' ? "-" : "";
        var mantissa = number[sign.Length..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var whole = (point < 0 ? mantissa.Length : point) + exponent;
        if (whole <= 0)
            return new StringBuilder(sign).Append("0.").Append('0', -whole).Append(digits).ToString();
        return whole >= digits.Length
            ? new StringBuilder(sign).Append(digits).Append('0', whole - digits.Length).ToString()
            : $"{sign}{digits[..whole]}.{digits[whole..]}";
    }
}
