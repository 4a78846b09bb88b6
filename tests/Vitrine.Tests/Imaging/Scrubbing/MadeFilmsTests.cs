namespace Vitrine.Tests.Imaging.Scrubbing;

/// <summary>Films of more shapes than the corpus has: every way of storing sound, indexes before and behind, timecode, chapters, fragments.</summary>
public sealed class MadeFilmsTests
{
    [Theory]
    [InlineData("mp4", "video/mp4", "-c:v mpeg4 -c:a aac")]
    [InlineData("mp4", "video/mp4", "-c:v mpeg4 -c:a aac -movflags +faststart")]
    [InlineData("mp4", "video/mp4", "-map 0:v -map 1:a -map 1:a -c:v mpeg4 -c:a ac3")]
    [InlineData("mp4", "video/mp4", "-c:v mpeg4 -c:a flac -strict -2")]
    [InlineData("mp4", "video/mp4", "-c:v mpeg4 -c:a aac -movflags use_metadata_tags")]
    [InlineData("mov", "video/quicktime", "-c:v prores_ks -c:a pcm_s16le")]
    [InlineData("mov", "video/quicktime", "-c:v qtrle -c:a pcm_mulaw")]
    [InlineData("mov", "video/quicktime", "-c:v mpeg4 -c:a pcm_s24be -timecode 01:02:03:04")]
    [InlineData("mov", "video/quicktime", "-c:v mpeg4 -c:a alac")]
    public async Task Words_go_and_every_frame_and_sample_stays(string extension, string type, string how)
    {
        using var folder = new ScrubFolder();
        var (film, scrubbed) = (await MakeAsync(folder, extension, how), Path.Combine(folder.Path, $"scrubbed.{extension}"));
        var planted = await File.ReadAllBytesAsync(film, Cancel);
        Assert.InRange(Canary.CountIn(planted), 2, 9);

        await File.WriteAllBytesAsync(scrubbed, await Scrubbed.BytesAsync(planted, type), Cancel);

        Assert.Equal(0, Canary.CountIn(await File.ReadAllBytesAsync(scrubbed, Cancel)));
        Assert.Equal(await Pixels.OfAsync(film, type), await Pixels.OfAsync(scrubbed, type));
        var (_, tags) = Assert.Single(await Exiftool.ReadAsync(scrubbed));
        Assert.DoesNotContain(tags, tag => !AllowedTags.Allows(tag.Name, tag.Value));
    }

    /// <summary>Samples that are JPEG files would bring their own metadata; fragments are not followed yet.</summary>
    [Theory]
    [InlineData("mov", "video/quicktime", "-c:v mjpeg -c:a aac")]
    [InlineData("mp4", "video/mp4", "-c:v mpeg4 -c:a aac -movflags +frag_keyframe+empty_moov")]
    public async Task What_could_not_be_made_sure_of_is_refused(string extension, string type, string how)
    {
        using var folder = new ScrubFolder();
        var (_, refused) = await Scrubbed.TryAsync(await File.ReadAllBytesAsync(await MakeAsync(folder, extension, how), Cancel), type);
        Assert.Equal(Vitrine.Imaging.Scrubbing.ScrubRefusal.NotUnderstood, refused?.Reason);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<string> MakeAsync(ScrubFolder folder, string extension, string how)
    {
        var film = Path.Combine(folder.Path, $"film.{extension}");
        string[] sources = ["-v", "error", "-f", "lavfi", "-i", "testsrc=duration=1:size=64x48:rate=10", "-f", "lavfi", "-i", "sine=duration=1:sample_rate=44100"];
        string[] words = ["-metadata", $"title={Canary.Word}", "-metadata", "location=+48.2082+016.3738/", "-metadata", $"comment={Canary.Word}", "-metadata:s:v", $"handler_name={Canary.Word}"];
        var (code, _, complaints) = await Tool.RunAsync("ffmpeg", "ffmpeg", [.. sources, .. how.Split(' '), .. words, film]);
        Assert.True(code == 0, complaints);
        return film;
    }
}
