namespace MarketStore.TestKit.Servers;

/// <summary>Signals by their numbers on Linux.</summary>
public enum PosixSignalNumber
{
    Kill = 9,
    User1 = 10,
    Terminate = 15,
}
