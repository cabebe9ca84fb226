namespace MarketStore.Core.Errors;

/// <summary>What sort of refusal it is; edges map it to their status codes.</summary>
public enum ErrorKind
{
    /// <summary>The request makes no sense: a malformed key, unknown type, mismatching columns.</summary>
    InvalidRequest,

    /// <summary>The bucket, column or function named is not there.</summary>
    NotFound,

    /// <summary>The bucket exists already.</summary>
    AlreadyExists,

    /// <summary>A limit of size, count or time was reached.</summary>
    LimitExceeded,

    /// <summary>The disk refused: nothing was acknowledged.</summary>
    StorageFailure,

    /// <summary>A file on disk does not say what it should.</summary>
    DamagedFile,

    /// <summary>The server is starting or stopping, or may not write.</summary>
    Unavailable,
}
