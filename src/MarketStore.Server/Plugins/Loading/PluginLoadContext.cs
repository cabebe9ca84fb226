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
        if (name.StartsWith("MarketStore.", StringComparison.Ordinal) && _resolver.ResolveAssemblyToPath(assemblyName) is null)
            throw new FileNotFoundException($"{name} is not for plug-ins: they see MarketStore.Plugins.Abstractions and MarketStore.Core");
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) => _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
}
