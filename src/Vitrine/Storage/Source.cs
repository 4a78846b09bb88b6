namespace Vitrine.Storage;

/// <summary>Reading from whoever sends an upload: that they fail is nothing out of the ordinary.</summary>
internal static class Source
{
    /// <summary>Fills the buffer as far as the source reaches; how it failed is a value.</summary>
    public static async Task<(int Read, Exception? Failure)> FillAsync(Stream content, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        try
        {
            while (filled < buffer.Length)
            {
                var read = await content.ReadAsync(buffer[filled..], cancellationToken);
                if (read == 0) break;
                filled += read;
            }

            return (filled, null);
        }
#pragma warning disable CA1031 // whatever the source throws ends the append, and what came before it counts
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return (filled, failure);
        }
    }
}
