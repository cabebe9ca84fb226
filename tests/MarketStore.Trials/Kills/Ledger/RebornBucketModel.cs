namespace MarketStore.Trials.Kills.Ledger;

/// <summary>A bucket that is made and removed over and over, each time with other columns. It may be there and empty, which is not the same as absent.</summary>
sealed class RebornBucketModel(string key) : BucketModel(key)
{
    readonly List<Life> _lives = [];
    readonly HashSet<int> _changes = [];

    /// <summary>The rows of the life that goes on; null if the bucket is not there.</summary>
    public BucketModel? Alive => _lives is [.., { Died: int.MaxValue } last] ? last.Rows : null;

    public void Create(int version, BucketModel rows)
    {
        _changes.Add(version);
        _lives.Add(new(version, rows));
    }

    public void Destroy(int version)
    {
        _changes.Add(version);
        _lives[^1].Died = version;
    }

    /// <summary>The writer adds rows to <see cref="Alive"/> itself, and says so here.</summary>
    public void Changed(int version) => _changes.Add(version);

    public override TimeRange? ChangedIn(int version) => _changes.Contains(version) ? TimeRange.All : null;

    public override void Retract(int version)
    {
        if (!_changes.Remove(version))
            return;
        if (_lives[^1].Born == version)
            _lives.RemoveAt(_lives.Count - 1);
        else if (_lives[^1].Died == version)
            _lives[^1].Died = int.MaxValue;
        else
            _lives[^1].Rows.Retract(version);
    }

    // Few rows, and few versions at a time: each is compared by itself.
    public override void Check(BucketAnswer? answer, TimeRange range, Versions versions, Findings findings)
    {
        var (first, last, wasEmpty) = (versions.First, versions.Last, versions.IsEmpty);
        Findings? nearest = null;
        for (var version = last; version >= first; version--)
        {
            var own = new Findings();
            CheckVersion(answer, range, version, own);
            if (own.IsEmpty)
                continue;
            versions.Exclude(version);
            nearest = own;
        }

        if (versions.IsEmpty && !wasEmpty)
            findings.AddAll(nearest!);
    }

    void CheckVersion(BucketAnswer? answer, TimeRange range, int version, Findings findings)
    {
        var life = _lives.Find(candidate => candidate.Born <= version && version < candidate.Died);
        if (life is null && answer is not null)
            findings.Add(Damage.Phantom, $"{Key}: there with {answer.RowCount} rows, and in version {version} it is not");
        else if (life is not null && answer is null)
            findings.Add(Damage.Lost, $"{Key}: absent, and in version {version} it is there");
        else if (life is not null && answer!.Names.Contains("Nanoseconds") != life.Rows is TickBucketModel)
            findings.Add(Damage.Phantom, $"{Key}: its columns in version {version} are others than {string.Join(',', answer.Names)}");
        else
            life?.Rows.Check(answer, range, new Versions(version, version), findings);
    }

    sealed class Life(int born, BucketModel rows)
    {
        public int Born => born;

        public BucketModel Rows => rows;

        /// <summary>The version that no longer has it.</summary>
        public int Died { get; set; } = int.MaxValue;
    }
}
