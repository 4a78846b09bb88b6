using System.Buffers.Binary;
using System.IO.Hashing;

namespace Vitrine.Imaging.Scrubbing.Png;

/// <summary>
/// Keeps the chunks that make the picture or its animation and say how its colours are meant; the profile loses its name, EXIF all but the
/// orientation. Everything else goes, and what follows IEND.
/// </summary>
internal static class PngPlan
{
    private const int MostChunks = 500_000;
    private const long LargestProfile = 8 * 1024 * 1024;
    private const int LongestName = 79;

    public static async Task<ScrubPlan> MakeAsync(Window file, CancellationToken cancellationToken)
    {
        if (!(await file.ReadAsync(0, Chunk.SignatureLength, cancellationToken)).Span.SequenceEqual(Chunk.Signature)) throw Refuse.Damaged("No signature.");
        var plan = new PlanWriter();
        plan.Copy(0, Chunk.SignatureLength);
        var (at, oriented, pictured) = ((long)Chunk.SignatureLength, false, false);
        for (var chunks = 0; ; chunks++)
        {
            if (chunks == MostChunks) throw Refuse.TooManyParts($"More than {MostChunks} chunks.");
            var chunk = await Chunk.ReadAsync(file, at, cancellationToken);
            if (chunks == 0 && chunk.Type != "IHDR") throw Refuse.Damaged("The first chunk is not IHDR.");
            pictured |= chunk.Type == "IDAT";
            switch (chunk.Type)
            {
                case "iCCP":
                    await WriteProfileAsync(file, chunk, plan, cancellationToken);
                    break;
                case "eXIf" when !oriented && await OrientationAsync(file, chunk, cancellationToken) is { } orientation:
                    oriented = true;
                    if (orientation != 1) Write(plan, "eXIf"u8, Orientation.Minimal(orientation));
                    break;
                case var type when StaysWhole(type, chunk.Length):
                    plan.Copy(chunk.At, chunk.End - chunk.At);
                    break;
                case var type when char.IsAsciiLetterUpper(type[0]):
                    throw Refuse.NotUnderstood("A critical chunk of an unknown type.");
            }

            if (chunk.Type == "IEND") break;
            at = chunk.End;
        }

        return pictured ? plan.Build() : throw Refuse.Damaged("No picture data.");
    }

    /// <summary>Chunks of fixed shape, which hold pixels and figures only (PNG third edition, sections 11 and 12).</summary>
    private static bool StaysWhole(string type, long length) => type switch
    {
        "IDAT" or "fdAT" => true,
        "IHDR" => length == 13 ? true : throw Refuse.Damaged("IHDR has the wrong length."),
        "IEND" => length == 0 ? true : throw Refuse.Damaged("IEND is not empty."),
        "PLTE" => length <= 768 && length % 3 == 0 ? true : throw Refuse.Damaged("PLTE has the wrong length."),
        "tRNS" => length <= 256,
        "bKGD" => length is 1 or 2 or 6,
        "sBIT" => length <= 4,
        "cHRM" => length == 32,
        "gAMA" or "cICP" => length == 4,
        "sRGB" => length == 1,
        "pHYs" => length == 9,
        "mDCV" or "mDCv" => length == 24,
        "cLLI" or "cLLi" or "acTL" => length == 8,
        "fcTL" => length == 26,
        _ => false,
    };

    private static async Task<ushort?> OrientationAsync(Window file, Chunk chunk, CancellationToken cancellationToken) =>
        Orientation.Read((await file.ReadAsync(chunk.DataAt, (int)Math.Min(chunk.Length, Window.Largest), cancellationToken)).Span);

    /// <summary>A new name needs a new CRC, so the packed profile is read once.</summary>
    private static async Task WriteProfileAsync(Window file, Chunk chunk, PlanWriter plan, CancellationToken cancellationToken)
    {
        if (chunk.Length > LargestProfile) throw Refuse.TooManyParts("A colour profile larger than 8 MB.");
        var start = await file.ReadAsync(chunk.DataAt, (int)Math.Min(chunk.Length, LongestName + 2), cancellationToken);
        var name = start.Span.IndexOf((byte)0);
        if (name < 1 || name + 2 > chunk.Length) throw Refuse.Damaged("A colour profile without a name.");
        byte[] head = [0, 0, 0, 0, .. "iCCPicc\0\0"u8];
        var packed = chunk.Length - name - 2;
        BinaryPrimitives.WriteUInt32BigEndian(head, (uint)(packed + 5));
        var crc = new Crc32();
        crc.Append(head.AsSpan(4));
        for (var (at, end) = (chunk.DataAt + name + 2, chunk.DataAt + chunk.Length); at < end;)
        {
            var part = await file.OnwardsAsync(at, cancellationToken);
            part = part[..(int)Math.Min(part.Length, end - at)];
            crc.Append(part.Span);
            at += part.Length;
        }

        plan.Write(head);
        plan.Copy(chunk.DataAt + name + 2, packed);
        WriteCrc(plan, crc);
    }

    private static void Write(PlanWriter plan, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [0, 0, 0, (byte)data.Length, .. type, .. data];
        var crc = new Crc32();
        crc.Append(chunk.AsSpan(4));
        plan.Write(chunk);
        WriteCrc(plan, crc);
    }

    private static void WriteCrc(PlanWriter plan, Crc32 crc)
    {
        Span<byte> value = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, crc.GetCurrentHashAsUInt32());
        plan.Write(value);
    }
}
