namespace Vitrine.Library;

/// <summary>A body on its way in.</summary>
/// <param name="Offset">Where in the file its first byte belongs.</param>
public sealed record IncomingBody(long Offset, Stream Content)
{
    /// <summary>How long the client says the body is; null when it does not. Lies are found out.</summary>
    public long? Announced { get; init; }

    /// <summary>The whole file's length, when the client says it only now.</summary>
    public long? FileLength { get; init; }

    public BodyChecksum? Checksum { get; init; }

    /// <summary>Null when the body was cut.</summary>
    internal async Task<bool?> HasMoreAsync(CancellationToken cancelled)
    {
        try
        {
            return await Content.ReadAsync(new byte[1], cancelled) > 0;
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
