using System.Reflection;
using System.Reflection.Emit;
using MarketStore.Plugins.Abstractions;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>Writes assemblies of plug-ins that nobody would compile. Their factory, once it is asked for a trigger, refuses with what its dependency says of itself.</summary>
static class EmittedPlugin
{
    const string Dependency = "Dependency";

    /// <summary>An assembly that says which one it is: <c>Dependency.Value.Text()</c>; and <c>Dependency.Base</c>, to be derived from.</summary>
    public static (Type Value, Type Base) WriteDependency(string directory, string text, string version)
    {
        var assembly = new PersistedAssemblyBuilder(new(Dependency) { Version = Version.Parse(version) }, typeof(object).Assembly);
        var module = assembly.DefineDynamicModule(Dependency);
        var ofBase = module.DefineType("Dependency.Base", TypeAttributes.Public | TypeAttributes.Class);
        ofBase.DefineDefaultConstructor(MethodAttributes.Public);
        var madeBase = ofBase.CreateType();
        var type = module.DefineType("Dependency.Value", TypeAttributes.Public | TypeAttributes.Class);
        var method = type.DefineMethod("Text", MethodAttributes.Public | MethodAttributes.Static, typeof(string), []);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldstr, text);
        code.Emit(OpCodes.Ret);
        var made = type.CreateType();
        assembly.Save(Path.Combine(Directory.CreateDirectory(directory).FullName, $"{Dependency}.dll"));
        return (made, madeBase);
    }

    /// <param name="path">The assembly's file.</param>
    /// <param name="says">Whose <c>Text()</c> the factory refuses with; null for one that says nothing.</param>
    /// <param name="parent">What the factory derives from.</param>
    /// <param name="constructorThrows">The text of what its constructor throws.</param>
    /// <param name="initializerThrows">The text of what its static initializer throws.</param>
    /// <param name="factories">How many public factories there are.</param>
    public static void Write(string path, Type? says = null, Type? parent = null, string? constructorThrows = null, string? initializerThrows = null, int factories = 1)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var assembly = new PersistedAssemblyBuilder(new(name), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule(name);
        for (var number = 0; number < factories; number++)
        {
            var type = module.DefineType($"{name}.Factory{number}", TypeAttributes.Public | TypeAttributes.Class, parent ?? typeof(object), [typeof(ITriggerFactory)]);
            DefineConstructor(type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator(), parent, constructorThrows);
            if (initializerThrows is not null)
                Throw(type.DefineTypeInitializer().GetILGenerator(), initializerThrows);
            DefineFactory(type, says);
            type.CreateType();
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        assembly.Save(path);
    }

    static void DefineConstructor(ILGenerator code, Type? parent, string? throws)
    {
        if (throws is not null)
        {
            Throw(code, throws);
            return;
        }

        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, (parent ?? typeof(object)).GetConstructor([])!);
        code.Emit(OpCodes.Ret);
    }

    static void DefineFactory(TypeBuilder type, Type? says)
    {
        var method = type.DefineMethod(nameof(ITriggerFactory.CreateTrigger), MethodAttributes.Public | MethodAttributes.Virtual, typeof(ITrigger), [typeof(PluginSettings), typeof(IPluginHost)]);
        var code = method.GetILGenerator();
        if (says is null)
        {
            code.Emit(OpCodes.Ldnull);
            code.Emit(OpCodes.Ret);
            return;
        }

        code.Emit(OpCodes.Ldstr, "said");
        code.Emit(OpCodes.Call, says.GetMethod("Text")!);
        code.Emit(OpCodes.Newobj, typeof(PluginSettingsException).GetConstructor([typeof(string), typeof(string)])!);
        code.Emit(OpCodes.Throw);
    }

    static void Throw(ILGenerator code, string text)
    {
        code.Emit(OpCodes.Ldstr, text);
        code.Emit(OpCodes.Newobj, typeof(InvalidOperationException).GetConstructor([typeof(string)])!);
        code.Emit(OpCodes.Throw);
    }
}
