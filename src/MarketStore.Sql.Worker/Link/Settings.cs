namespace MarketStore.Sql.Worker.Link;

/// <summary>What one statement may use.</summary>
/// <param name="Threads">Threads of the engine.</param>
/// <param name="MemoryBytes">Bytes that the engine may take.</param>
/// <param name="MaxMessageBytes">Bytes of the rows of a result in one message.</param>
internal readonly record struct Settings(int Threads, long MemoryBytes, long MaxMessageBytes)
{
    public void Write(MessageWriter writer) => writer.Write(Threads).Write(MemoryBytes).Write(MaxMessageBytes);

    public static Settings Read(ref MessageFields fields) => new(fields.Read<int>(), fields.Read<long>(), fields.Read<long>());
}
