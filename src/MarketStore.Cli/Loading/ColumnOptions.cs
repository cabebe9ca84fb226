using MarketStore.Core.Errors;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Loading;

/// <summary>The texts of options that are about one column.</summary>
internal static class ColumnOptions
{
    /// <summary>Stands for a type, and leaves the column out.</summary>
    public const string Skip = "skip";

    /// <summary>Reads <c>NAME=TYPE</c>; the type of a column to leave out is null.</summary>
    /// <exception cref="MarketStoreException">It is of another form, or the type is unknown.</exception>
    public static (string Name, ElementType? Type) ParseType(string text)
    {
        var (name, code) = Split(text, "--column", "NAME=TYPE");
        if (code == Skip)
            return (name, null);
        return ElementTypes.TryParseWireCode(code, out var type)
            ? (name, type)
            : throw new MarketStoreException(ErrorKind.InvalidRequest, $"--column {ShownText.Quote(text)}: the type has to be f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, U16 or {Skip}");
    }

    /// <summary>Reads <c>NAME=NEW</c>.</summary>
    /// <exception cref="MarketStoreException">It is of another form.</exception>
    public static (string CsvName, string Name) ParseRename(string text)
    {
        var (csvName, name) = Split(text, "--rename", "NAME=NEW");
        return name.Length > 0 ? (csvName, name) : throw new MarketStoreException(ErrorKind.InvalidRequest, $"--rename {ShownText.Quote(text)}: the new name is empty");
    }

    // Names of files may hold anything; types and names in a bucket have no equals sign.
    static (string Left, string Right) Split(string text, string option, string form)
    {
        var equals = text.LastIndexOf('=');
        return equals >= 0 ? (text[..equals].Trim(), text[(equals + 1)..].Trim()) : throw new MarketStoreException(ErrorKind.InvalidRequest, $"{option} {ShownText.Quote(text)} has to be of the form {form}");
    }
}
