namespace MarketStore.EndToEnd.Tests.TestKit;

/// <summary>Signals by their numbers on Linux.</summary>
enum PosixSignalNumber
{
    Kill = 9,
    User1 = 10,
    Terminate = 15,
}
