namespace MarketStore.Sql.Text;

internal enum SqlTokenKind
{
    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>A name in back quotes or double quotes.</summary>
    QuotedName,

    /// <summary>A text in single quotes.</summary>
    Text,

    /// <summary>Digits, perhaps with a point and an exponent.</summary>
    Number,

    /// <summary>Anything else: an operator, a parenthesis, a comma.</summary>
    Symbol,

    /// <summary>The end of the statement.</summary>
    End,
}
