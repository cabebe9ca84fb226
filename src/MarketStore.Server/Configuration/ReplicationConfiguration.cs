namespace MarketStore.Server.Configuration;

/// <summary>The <c>replication</c> section: a master offers its writes, a replica takes those of <see cref="MasterHost"/>.</summary>
public sealed record ReplicationConfiguration
{
    public bool Enabled { get; init; }

    public bool TlsEnabled { get; init; }

    /// <summary>Path of a PEM file: the master's certificate chain, or what a replica trusts.</summary>
    public string CertFile { get; init; } = "";

    public string KeyFile { get; init; } = "";

    public int ListenPort { get; init; } = 5996;

    /// <summary><c>host:port</c> of the master; empty unless this is a replica.</summary>
    public string MasterHost { get; init; } = "";

    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(10);

    public int RetryBackoffCoefficient { get; init; } = 2;
}
