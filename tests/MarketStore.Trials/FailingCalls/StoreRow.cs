namespace MarketStore.Trials.FailingCalls;

/// <summary>One row of a trial's bucket. Its number is unique in the trial, and its price follows from the number, so that each row tells whether it is what was written.</summary>
/// <param name="Nanoseconds">Within the second; 0 for fixed rows.</param>
/// <param name="IsTorn">Read with a price that nobody wrote.</param>
readonly record struct StoreRow(long Number, long Epoch, int Nanoseconds, bool IsTorn = false)
{
    public const string NumberColumn = "Number";
    public const string PriceColumn = "Price";

    public double Price => PriceOf(Number);

    public static double PriceOf(long number) => number * 0.25;
}
