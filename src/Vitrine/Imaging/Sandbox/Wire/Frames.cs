using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Vitrine.Imaging.Sandbox.Wire;

/// <summary>Frames on a pipe: four bytes of length, little-endian, then that much JSON. Nothing longer than the bound is ever read.</summary>
public static class Frames
{
    /// <summary>Facts are at most 32 KB of text; escaping may triple it.</summary>
    public const int Longest = 256 * 1024;

    public static async ValueTask WriteAsync<T>(Stream pipe, T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, type);
        var frame = new byte[4 + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, json.Length);
        json.CopyTo(frame, 4);
        await pipe.WriteAsync(frame, cancellationToken);
        await pipe.FlushAsync(cancellationToken);
    }

    /// <summary>Null at the end of the pipe.</summary>
    /// <exception cref="InvalidDataException">Not a frame: the other side is broken or hostile.</exception>
    public static async ValueTask<T?> ReadAsync<T>(Stream pipe, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var prefix = new byte[4];
        var read = await pipe.ReadAtLeastAsync(prefix, 4, throwOnEndOfStream: false, cancellationToken);
        if (read == 0) return null;

        var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (read < 4 || length is < 2 or > Longest) throw new InvalidDataException($"A frame of {length} bytes.");
        var json = new byte[length];
        await pipe.ReadExactlyAsync(json, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException("A frame that is not a message.", problem);
        }
    }
}
