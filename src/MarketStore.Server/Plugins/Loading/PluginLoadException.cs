namespace MarketStore.Server.Plugins.Loading;

/// <summary>A module cannot be loaded; the message names it.</summary>
internal sealed class PluginLoadException(string message, Exception? innerException = null) : Exception(message, innerException);
