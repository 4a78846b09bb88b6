using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>The files below <c>catalog/</c> that hold one thing each.</summary>
internal static class KeptFiles
{
    /// <summary>All of one kind; those that are no such file are null.</summary>
    public static async IAsyncEnumerable<(BlobKey Key, T? Kept)> ReadAsync<T>(
        IBlobStore blobs, string prefix, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await foreach (var info in blobs.ListAsync(prefix, cancellationToken))
        {
            await using var blob = await blobs.OpenReadAsync(info.Key, null, cancellationToken);
            if (blob is not null) yield return (info.Key, await ParseAsync(blob.Content, type, cancellationToken));
        }
    }

    /// <summary>Null when there is none, or it is no such file, which is told.</summary>
    public static async Task<T?> FindAsync<T>(IBlobStore blobs, BlobKey key, JsonTypeInfo<T> type, Action<string> tell, CancellationToken cancellationToken)
        where T : class
    {
        await using var blob = await blobs.OpenReadAsync(key, null, cancellationToken);
        if (blob is null) return null;
        var kept = await ParseAsync(blob.Content, type, cancellationToken);
        if (kept is null) tell($"not understood: {key}");
        return kept;
    }

    /// <summary>
    /// Writes what there is to say now, or removes the file of what is gone. The present file is looked at before the thing is read, so that
    /// who read it earlier never writes over who read it later. False when another node was faster; it stays due.
    /// </summary>
    /// <param name="findAsync">The thing, read afresh; null when it is gone.</param>
    public static async Task<bool> WriteAsync<T>(
        IBlobStore blobs, BlobKey key, JsonTypeInfo<T> type, Func<Task<T?>> findAsync, CancellationToken cancellationToken)
        where T : class
    {
        var present = await blobs.FindAsync(key, cancellationToken);
        if (await findAsync() is { } kept)
        {
            if (!await blobs.ReplaceAsync(key, JsonSerializer.SerializeToUtf8Bytes(kept, type), present?.Tag, cancellationToken)) return false;
            if (await findAsync() is not null) return true;
        }

        await blobs.DeleteAsync(key, cancellationToken);
        return true;
    }

    private static async Task<T?> ParseAsync<T>(Stream content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(content, type, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
