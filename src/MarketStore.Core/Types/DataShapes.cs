using System.Diagnostics.CodeAnalysis;

namespace MarketStore.Core.Types;

/// <summary>Lists of data shapes: the text form, and the form of error messages.</summary>
public static class DataShapes
{
    /// <summary>Parses <c>Epoch/int64:Open,High/float32</c>: groups separated by <c>:</c>, each names and a type name.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<DataShape>? shapes, [NotNullWhen(false)] out string? reason)
    {
        shapes = null;
        var parsed = new List<DataShape>();
        foreach (var group in text.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var slash = group.LastIndexOf('/');
            if (slash <= 0)
            {
                reason = $"data shape \"{group}\" is not of the form name[,name]/type";
                return false;
            }

            var typeName = group[(slash + 1)..];
            if (!ElementTypes.TryParseShapeName(typeName, out var type) && !ElementTypes.TryParseWireCode(typeName, out type))
            {
                reason = $"unexpected data type:{typeName}";
                return false;
            }

            foreach (var name in group[..slash].Split(','))
                parsed.Add(new(name, type));
        }

        if (parsed.Count == 0)
        {
            reason = "no data shapes given";
            return false;
        }

        shapes = parsed;
        reason = null;
        return true;
    }

    /// <summary>The reference's form: <c>[{Epoch INT64} {Open FLOAT32}]</c>.</summary>
    public static string Describe(IEnumerable<DataShape> shapes) => $"[{string.Join(' ', shapes)}]";

    /// <summary>Bytes of the columns of one row, without padding.</summary>
    public static int RowBytes(IReadOnlyList<DataShape> shapes)
    {
        var bytes = 0;
        foreach (var shape in shapes)
            bytes += shape.Type.SizeInBytes();
        return bytes;
    }
}
