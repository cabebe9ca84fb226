using System.Globalization;
using System.Text;
using MarketStore.Core.Errors;

namespace MarketStore.Server.Configuration;

/// <summary>Reads a configuration file such as <c>mkts.yml</c>.</summary>
public static class ConfigurationFile
{
    /// <summary>Far more than a file with every symbol of a market in it; below what would hurt.</summary>
    public const int MaxBytes = 4 << 20;

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ConfigurationException">The file's content is not a configuration; every problem is named.</exception>
    /// <exception cref="MarketStoreException">The file cannot be read.</exception>
    public static LoadedConfiguration Load(string path, params IReadOnlyList<ConfigurationOverride> overrides)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Read(file, overrides);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MarketStoreException(ErrorKind.NotFound, $"failed to read configuration file error: {e.Message}", e);
        }
    }

    /// <summary>What a server without a configuration file uses.</summary>
    /// <exception cref="ConfigurationException">An override is not allowed.</exception>
    public static LoadedConfiguration LoadDefaults(params IReadOnlyList<ConfigurationOverride> overrides) => ConfigurationReader.ReadWithoutFile(overrides);

    /// <summary>Reads a configuration from text in UTF-8.</summary>
    /// <exception cref="ConfigurationException">The content is not a configuration; every problem is named.</exception>
    public static LoadedConfiguration Read(Stream content, params IReadOnlyList<ConfigurationOverride> overrides)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int count; (count = content.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > MaxBytes)
                throw new ConfigurationException(new ConfigurationProblem("", 0, Value: null, string.Create(CultureInfo.InvariantCulture, $"larger than {MaxBytes} bytes")));
        }

        return ConfigurationReader.Read(Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)), overrides);
    }

    static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new ConfigurationException(new ConfigurationProblem("", 0, Value: null, string.Create(CultureInfo.InvariantCulture, $"not UTF-8 at byte {e.Index}")));
        }
    }
}
