using System.Buffers.Binary;

namespace Vitrine.Imaging.Scrubbing.Jpeg;

/// <summary>
/// Keeps the segments that make the picture, the colour profile, JFIF's density, Adobe's colour transform and the orientation; ends
/// at the first EOI, so that second pictures, motion photos and other trailers go.
/// </summary>
internal static class JpegPlan
{
    private const int MostSegments = 20_000;
    private const byte Soi = 0xD8, Eoi = 0xD9, Sos = 0xDA;

    public static async Task<ScrubPlan> MakeAsync(Window file, CancellationToken cancellationToken)
    {
        if (!(await file.ReadAsync(0, 2, cancellationToken)).Span.SequenceEqual((byte[])[0xFF, Soi])) throw Refuse.Damaged("No SOI.");
        var plan = new PlanWriter();
        plan.Copy(0, 2);
        var (at, oriented, framed) = (2L, false, false);
        var profile = new ProfilePieces();
        for (var segments = 0; ; segments++)
        {
            if (segments == MostSegments) throw Refuse.TooManyParts($"More than {MostSegments} segments.");
            (var marker, at) = await MarkerAsync(file, at, cancellationToken);
            if (marker == Eoi) break;
            var length = BinaryPrimitives.ReadUInt16BigEndian((await file.ReadAsync(at, 2, cancellationToken)).Span);
            if (length < 2) throw Refuse.Damaged($"A segment of {length} bytes at {at}.");
            var content = (await file.ReadAsync(at + 2, length - 2, cancellationToken)).ToArray();
            switch (Segments.Of(marker, content))
            {
                case Part.Picture:
                    if (marker == Sos && !framed) throw Refuse.Damaged($"A scan before its frame at {at}.");
                    framed |= Segments.IsFrame(marker);
                    plan.Copy(at - 2, length + 2);
                    break;
                case Part.Profile:
                    profile.Add(content);
                    plan.Copy(at - 2, length + 2);
                    break;
                case Part.Jfif:
                    Write(plan, marker, [.. content.AsSpan(0, 12), 0, 0]);
                    break;
                case Part.AdobeTransform:
                    Write(plan, marker, content.AsSpan(0, 12));
                    break;
                case Part.Exif when !oriented && Orientation.Read(content) is { } orientation:
                    oriented = true;
                    if (orientation != 1) Write(plan, marker, [.. "Exif\0\0"u8, .. Orientation.Minimal(orientation)]);
                    break;
            }

            at += length;
            if (marker != Sos) continue;
            var end = await EndOfScanAsync(file, at, cancellationToken);
            plan.Copy(at, end - at);
            at = end;
        }

        if (!framed) throw Refuse.Damaged("No frame.");
        profile.MustBeWhole();
        plan.Write([0xFF, Eoi]);
        return plan.Build();
    }

    /// <summary>The marker here and where its segment goes on. Fill bytes before it are allowed and go.</summary>
    private static async Task<(byte Marker, long Next)> MarkerAsync(Window file, long at, CancellationToken cancellationToken)
    {
        if ((await file.ReadAsync(at, 1, cancellationToken)).Span[0] != 0xFF) throw Refuse.Damaged($"No marker at {at}.");
        byte marker;
        do
        {
            at++;
            marker = (await file.ReadAsync(at, 1, cancellationToken)).Span[0];
        }
        while (marker == 0xFF);
        return (marker, at + 1);
    }

    /// <summary>Where the entropy-coded bytes end: before a marker that is neither a stuffed zero nor a restart.</summary>
    private static async Task<long> EndOfScanAsync(Window file, long at, CancellationToken cancellationToken)
    {
        while (true)
        {
            var bytes = await file.OnwardsAsync(at, cancellationToken);
            var mark = bytes.Span.IndexOf((byte)0xFF);
            if (mark < 0)
            {
                at += bytes.Length;
                continue;
            }

            at += mark;
            if ((await file.ReadAsync(at, 2, cancellationToken)).Span[1] is not (0x00 or (>= 0xD0 and <= 0xD7))) return at;
            at += 2;
        }
    }

    private static void Write(PlanWriter plan, byte marker, ReadOnlySpan<byte> content)
    {
        var length = content.Length + 2;
        plan.Write([0xFF, marker, (byte)(length >> 8), (byte)length, .. content]);
    }
}
