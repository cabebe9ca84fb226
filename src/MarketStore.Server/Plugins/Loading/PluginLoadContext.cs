using System.Reflection;
using System.Runtime.Loader;

namespace MarketStore.Server.Plugins.Loading;

/// <summary>Loads one plug-in with what it brings along; what it shares with the server is the server's.</summary>
internal sealed class PluginLoadContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    // Types that cross the line must be the same on both sides.
    static readonly string[] Shared = ["MarketStore.Plugins.Abstractions", "MarketStore.Core", "NodaTime", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions"];

    readonly AssemblyDependencyResolver _resolver = new(path);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name || Shared.Contains(name))
            return null;
        if (_resolver.ResolveAssemblyToPath(assemblyName) is { } found)
            return LoadFromAssemblyPath(found);
        if (name.StartsWith("MarketStore.", StringComparison.Ordinal) && IsNeutral(assemblyName))
            throw new FileNotFoundException($"{name} is not for plug-ins: they see MarketStore.Plugins.Abstractions and MarketStore.Core");
        // What the server brings along for itself would come and go with its versions.
        if (!IsOfTheFramework(name) && IsNeutral(assemblyName))
            throw new FileNotFoundException($"{name} is not beside the plug-in");
        return null;
    }

    /// <summary>False for translations, which may be missing.</summary>
    static bool IsNeutral(AssemblyName name) => string.IsNullOrEmpty(name.CultureName);

    static bool IsOfTheFramework(string name) => name is "System" or "mscorlib" or "netstandard" or "WindowsBase" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) => _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
}
