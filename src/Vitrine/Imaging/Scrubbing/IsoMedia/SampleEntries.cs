using System.Buffers.Binary;
using System.Collections.Frozen;

namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>
/// How samples are coded. Only codecs we know: a sample that is itself a JPEG or PNG file would bring its own metadata. The maker and
/// the encoder's name are blanked, unknown boxes become padding.
/// </summary>
internal static class SampleEntries
{
    private const int PicturesHead = 78;

    private static readonly FrozenSet<string> Codecs = FrozenSet.Create(
    [
        "avc1", "avc3", "hvc1", "hev1", "dvh1", "dvhe", "dva1", "dvav", "av01", "vp08", "vp09", "vvc1", "vvi1", "mp4v", "s263", "h263",
        "apcn", "apch", "apcs", "apco", "ap4h", "ap4x", "SVQ1", "SVQ3", "rle ", "rpza", "cvid", "2vuy", "v210",
        "mp4a", "alac", "ac-3", "ec-3", "ac-4", "Opus", "fLaC", "samr", "sawb", "lpcm", "sowt", "twos", "in24", "in32", "fl32", "fl64",
        "ulaw", "alaw", "ima4", ".mp3", "ipcm", "fpcm", "mha1", "mhm1", "apac", "QDM2",
    ]);

    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
    [
        "avcC", "hvcC", "lhvC", "vvcC", "av1C", "vpcC", "esds", "d263", "dvcC", "dvvC", "dvwC", "colr", "pasp", "clap", "fiel", "gama",
        "btrt", "mdcv", "SmDm", "clli", "CoLL", "amve", "auxi", "ccst",
        "chan", "chnl", "dac3", "dec3", "dac4", "dOps", "alac", "damr", "srat", "pcmC", "mhaC", "dapa", "frma", "enda", "mp4a",
    ]);

    public static async Task CleanAsync(Window file, Box table, Media media, Patches patches, CancellationToken cancellationToken)
    {
        var version = (await table.HeadAsync(file, 8, cancellationToken)).Span[0];
        foreach (var entry in await Box.ListAsync(file, table.DataAt + 8, table.End, cancellationToken))
        {
            if (!Codecs.Contains(entry.Type)) throw Refuse.NotUnderstood($"Codec {entry.Name}.");
            var head = media == Media.Pictures ? PicturesHead : await SoundHeadAsync(file, entry, version, cancellationToken);
            await entry.HeadAsync(file, head, cancellationToken);
            patches.Blank(entry.DataAt + 12, 4);
            if (media == Media.Pictures) patches.Blank(entry.DataAt + 42, 32);
            await CleanPartsAsync(file, entry.DataAt + head, entry.End, patches, cancellationToken);
        }
    }

    /// <summary>QuickTime's versions 1 and 2 are longer; ISO's version 1 says so in the table and is not.</summary>
    private static async ValueTask<int> SoundHeadAsync(Window file, Box entry, byte tableVersion, CancellationToken cancellationToken) =>
        BinaryPrimitives.ReadUInt16BigEndian((await entry.HeadAsync(file, 28, cancellationToken)).Span[8..]) switch
        {
            1 when tableVersion == 0 => 44,
            2 => 64,
            0 or 1 => 28,
            _ => throw Refuse.NotUnderstood("A sound description of an unknown version."),
        };

    private static async Task CleanPartsAsync(Window file, long at, long end, Patches patches, CancellationToken cancellationToken)
    {
        while (at + 8 <= end)
        {
            var part = await Box.ReadAsync(file, at, end, cancellationToken);
            if (part.Type == "wave") await CleanPartsAsync(file, part.DataAt, part.End, patches, cancellationToken);
            else if (part.IsPadding) patches.Blank(part.DataAt, part.DataLength);
            else if (part.Type != "\0\0\0\0" || part.DataLength > 0)
                if (!Kept.Contains(part.Type) && !IsBareFlac(part)) patches.Free(part);
            at = part.End;
        }

        patches.Blank(at, end - at);
    }

    /// <summary>The stream's figures alone; longer ones hold the file's tags.</summary>
    private static bool IsBareFlac(Box part) => part.Type == "dfLa" && part.DataLength == 42;
}
