namespace MarketStore.Sql;

/// <summary>Hears of statements and of the processes that carry them out. Called from any thread; must not throw or block.</summary>
public interface ISqlMetrics
{
    /// <summary>A statement is over.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="duration">From when it was sent, its wait for a turn included.</param>
    void StatementEnded(StatementOutcome outcome, TimeSpan duration);

    /// <summary>A process of the SQL engine runs, or has ended.</summary>
    /// <param name="count">Processes that run now.</param>
    void EnginesChanged(int count);
}
