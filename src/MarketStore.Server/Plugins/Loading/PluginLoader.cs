using System.Collections.Concurrent;
using System.Reflection;
using MarketStore.Plugins.Abstractions;

namespace MarketStore.Server.Plugins.Loading;

/// <summary>Finds what a module's name stands for: a plug-in that is built in, or an assembly.</summary>
/// <param name="builtIns">Factories by the names of their modules, without an ending.</param>
/// <param name="directory">Where assemblies of plug-ins are.</param>
internal sealed class PluginLoader(IReadOnlyDictionary<string, object> builtIns, string directory)
{
    static readonly string[] Endings = [".so", ".dll"];

    // Any thread: one that does not come up is left behind.
    readonly ConcurrentDictionary<string, PluginLoadContext> _contexts = new(StringComparer.Ordinal);

    /// <summary>The module's name without its directory and ending.</summary>
    public static string NameOf(string module) => Endings.Aggregate(Path.GetFileName(module), (text, ending) => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? text[..^ending.Length] : text);

    /// <summary>The factory of a module: <c>ondiskagg.so</c>, <c>ondiskagg.dll</c> and <c>ondiskagg</c> are the same.</summary>
    /// <exception cref="PluginLoadException">There is none; the message says where it was looked for.</exception>
    public T Find<T>(string module)
        where T : class
    {
        var name = NameOf(module);
        var kind = typeof(T) == typeof(ITriggerFactory) ? "trigger" : "background worker";
        if (builtIns.TryGetValue(name, out var builtIn))
            return builtIn as T ?? throw new PluginLoadException($"module {module} is no {kind}");
        var path = PathOf(module, name);
        if (path is null)
            throw new PluginLoadException($"module {module} is neither built in nor a file of {directory} (plugin_directory): {name}.dll or {name}/{name}.dll is looked for");
        try
        {
            return Load<T>(path, kind);
        }
        catch (Exception error) when (error is not PluginLoadException)
        {
            throw new PluginLoadException($"module {module}: {path} cannot be loaded: {ReasonOf(error)}", error);
        }
    }

    T Load<T>(string path, string kind)
        where T : class
    {
        var context = _contexts.GetOrAdd(path, static path => new(path));
        var found = context.LoadFromAssemblyPath(path).GetExportedTypes().Where(type => type.IsAssignableTo(typeof(T)) && type is { IsAbstract: false, IsClass: true }).ToList();
        if (found.Count != 1)
            throw new PluginLoadException($"{path} has {found.Count} public classes that are a {typeof(T).Name}, and needs one for a {kind}");
        return (T)Activator.CreateInstance(found[0])!;
    }

    /// <summary>What a constructor throws comes within others that only say so.</summary>
    static string ReasonOf(Exception error) => error switch
    {
        TargetInvocationException { InnerException: { } inner } => ReasonOf(inner),
        TypeInitializationException { InnerException: { } inner } => $"{error.Message} {ReasonOf(inner)}",
        FileNotFoundException { InnerException: { } inner } => ReasonOf(inner),
        _ => error.Message.Trim(),
    };

    string? PathOf(string module, string name)
    {
        string[] candidates = Path.IsPathRooted(module)
            ? [module, Path.ChangeExtension(module, ".dll")]
            : [Path.Combine(directory, $"{name}.dll"), Path.Combine(directory, name, $"{name}.dll")];
        return candidates.FirstOrDefault(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && File.Exists(path)) is { } found ? Path.GetFullPath(found) : null;
    }
}
