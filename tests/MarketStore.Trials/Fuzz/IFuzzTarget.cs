using MarketStore.Trials.Fuzz.Mutation;

namespace MarketStore.Trials.Fuzz;

/// <summary>
/// A part of the server that takes bytes from outside. Any bytes must end in an error of the declared types or in a right result, in bounded memory and time.
/// One instance belongs to one run and is called by one thread at a time; it may keep state, such as a database.
/// </summary>
interface IFuzzTarget : IDisposable
{
    /// <summary>The word on the command line, and the folder of the kept corpus.</summary>
    string Name { get; }

    FuzzBounds Bounds { get; }

    /// <summary>Sound inputs, made by our own code.</summary>
    IEnumerable<byte[]> Seeds { get; }

    /// <summary>Pieces that inputs are made of.</summary>
    IEnumerable<byte[]> Words { get; }

    /// <summary>
    /// Leads an input past what would stop nearly all of them at the door: puts checksums right, or changes the values of a message instead of its bytes.
    /// </summary>
    /// <param name="original">An input of the corpus.</param>
    /// <param name="mutated">The same with changed bytes.</param>
    /// <param name="chance">The only source of chance.</param>
    byte[] Refine(byte[] original, byte[] mutated, Chance chance) => mutated;

    /// <summary>Takes one input and returns the kind of its outcome, without what differs between inputs of one kind.</summary>
    /// <exception cref="Exception">Whatever leaves this method is a defect.</exception>
    string Run(ReadOnlySpan<byte> input);
}
