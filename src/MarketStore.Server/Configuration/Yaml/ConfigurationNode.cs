namespace MarketStore.Server.Configuration.Yaml;

/// <summary>A value of a configuration file. Nodes are immutable; an aliased node stands at several places of the tree.</summary>
public abstract class ConfigurationNode
{
    protected ConfigurationNode(int line, long nodeCount, int depth) => (Line, NodeCount, Depth) = (line, nodeCount, depth);

    /// <summary>The line that it begins at, from 1.</summary>
    public int Line { get; }

    /// <summary>This node and all below it, aliases counted as if written out.</summary>
    internal long NodeCount { get; }

    /// <summary>1 for a scalar; 1 more than the deepest child for the others.</summary>
    internal int Depth { get; }
}
