using System.Buffers.Binary;

namespace Vitrine.Imaging.Scrubbing.Webp;

/// <summary>
/// Keeps pictures, animation and colour profile; EXIF becomes its orientation, the header's flags tell what is left. Everything else
/// goes, and what follows the container.
/// </summary>
internal static class WebpPlan
{
    private const int MostChunks = 200_000;
    private const byte HasExif = 0x08, HasXmp = 0x04, HasProfile = 0x20, Defined = 0x3E;

    public static async Task<ScrubPlan> MakeAsync(Window file, CancellationToken cancellationToken)
    {
        var end = await RiffChunk.ContainerAsync(file, cancellationToken);
        var kept = new List<RiffChunk>();
        RiffChunk? extended = null;
        ushort? orientation = null;
        var chunks = 0;
        for (var at = (long)RiffChunk.ContainerHead; at < end;)
        {
            if (chunks++ == MostChunks) throw Refuse.TooManyParts($"More than {MostChunks} chunks.");
            var chunk = await RiffChunk.ReadAsync(file, at, end, cancellationToken);
            if (chunk.Type == "VP8X") extended ??= chunk.Length == 10 && chunks == 1 ? chunk : throw Refuse.Damaged("VP8X is not where or what it should be.");
            else if (chunk.Type == "EXIF") orientation ??= await OrientationAsync(file, chunk, cancellationToken);
            else if (await StaysAsync(file, chunk, cancellationToken)) kept.Add(chunk);
            at = chunk.End;
        }

        if (!kept.Any(chunk => chunk.Type is "VP8 " or "VP8L" or "ANMF")) throw Refuse.Damaged("No picture.");
        if (extended is null && kept.Count > 1) throw Refuse.Damaged("Several parts without the header that tells of them.");
        return Build(extended is { } head ? (await file.ReadAsync(head.DataAt, 10, cancellationToken)).ToArray() : null, kept, orientation);
    }

    private static ScrubPlan Build(byte[]? extended, List<RiffChunk> kept, ushort? orientation)
    {
        var exif = extended is not null && orientation is > 1 ? Orientation.Minimal(orientation.Value) : [];
        var length = 4 + (extended is null ? 0L : 18) + kept.Sum(chunk => chunk.End - chunk.At) + (exif.Length > 0 ? 8 + exif.Length : 0);
        var plan = new PlanWriter();
        plan.Write([.. "RIFF"u8, .. Little(length), .. "WEBP"u8]);
        if (extended is not null)
        {
            extended[0] &= Defined & ~(HasExif | HasXmp | HasProfile);
            if (kept.Any(chunk => chunk.Type == "ICCP")) extended[0] |= HasProfile;
            if (exif.Length > 0) extended[0] |= HasExif;
            plan.Write([.. "VP8X"u8, .. Little(10), extended[0], 0, 0, 0, .. extended.AsSpan(4)]);
        }

        foreach (var chunk in kept) plan.Copy(chunk.At, chunk.End - chunk.At);
        if (exif.Length > 0) plan.Write([.. "EXIF"u8, .. Little(exif.Length), .. exif]);
        return plan.Build();
    }

    private static async Task<bool> StaysAsync(Window file, RiffChunk chunk, CancellationToken cancellationToken)
    {
        if (chunk.Type == "ANMF") await LookIntoFrameAsync(file, chunk, cancellationToken);
        return chunk.Type is "VP8 " or "VP8L" or "ALPH" or "ANMF" or "ICCP" || (chunk.Type == "ANIM" && chunk.Length == 6);
    }

    /// <summary>A frame's own chunks. One that is no picture could only go by moving the frame's length, so it is refused.</summary>
    private static async Task LookIntoFrameAsync(Window file, RiffChunk frame, CancellationToken cancellationToken)
    {
        var end = frame.DataAt + frame.Length;
        for (var at = frame.DataAt + 16; at != end;)
        {
            var chunk = await RiffChunk.ReadAsync(file, at, end, cancellationToken);
            if (chunk.Type is not ("VP8 " or "VP8L" or "ALPH")) throw Refuse.NotUnderstood("A frame holds something else than pictures.");
            at = chunk.End;
        }
    }

    private static async Task<ushort?> OrientationAsync(Window file, RiffChunk chunk, CancellationToken cancellationToken) =>
        Orientation.Read((await file.ReadAsync(chunk.DataAt, (int)Math.Min(chunk.Length, Window.Largest), cancellationToken)).Span);

    private static byte[] Little(long value)
    {
        if (value > uint.MaxValue) throw Refuse.Damaged("Longer than the container can say.");
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return bytes;
    }
}
