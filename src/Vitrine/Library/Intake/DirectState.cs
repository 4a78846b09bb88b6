namespace Vitrine.Library;

/// <summary>What the row of a direct upload keeps in the place of a running hash: the store's note, once there is one.</summary>
internal static class DirectState
{
    /// <summary>A saved <see cref="UploadProgress"/> begins with 1 or 2.</summary>
    private const byte Mark = 3;

    public static bool IsIn(ReadOnlySpan<byte> hashState) => hashState is [Mark, ..];

    /// <param name="note">See <see cref="Storage.IDirectWrites.BeginAsync"/>; empty before the store was asked.</param>
    public static byte[] Save(ReadOnlySpan<byte> note) => [Mark, .. note];

    /// <summary>Null for one whose beginning broke off.</summary>
    public static byte[]? NoteOf(Upload upload) => upload is { IsDirect: true, HashState.Length: > 1 } ? upload.HashState[1..] : null;
}
