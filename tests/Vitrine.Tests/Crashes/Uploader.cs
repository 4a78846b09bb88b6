using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Vitrine.Tests.Crashes;

/// <summary>One busy client: forms, resumable uploads, deletions, until the site is gone.</summary>
public sealed class Uploader(HttpClient site, Ledger ledger, Random random)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var content = Content();
                var hash = HashOf(content);
                ledger.Attempt(hash);
                if (random.Next(3) == 0) await ResumableAsync(content, hash, cancellationToken);
                else await FormAsync(content, hash, cancellationToken);
                if (random.Next(6) == 0) await DeleteAsync(cancellationToken);
            }
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException or OperationCanceledException)
        {
            // The site was killed: what was not answered is in doubt, what was answered stands in the ledger.
        }
    }

    /// <summary>Takes up an upload that a kill interrupted; the site must remember at least what it acknowledged.</summary>
    public async Task ResumeAsync(UnfinishedUpload upload, CancellationToken cancellationToken)
    {
        using var asked = await site.SendAsync(Tus(HttpMethod.Head, upload.Location), cancellationToken);
        Assert.True(asked.IsSuccessStatusCode, $"HEAD {upload.Location}: {asked.StatusCode}");
        var offset = long.Parse(Assert.Single(asked.Headers.GetValues("Upload-Offset")), CultureInfo.InvariantCulture);
        Assert.True(
            offset >= upload.Offset && offset <= upload.Content.Length,
            $"{upload.Location} stands at {offset} of {upload.Content.Length} bytes, {upload.Offset} were acknowledged: {await site.GetStringAsync(new Uri(upload.Location, UriKind.Relative), cancellationToken)}");
        if (offset < upload.Content.Length)
        {
            using var patched = await PatchAsync(upload.Location, upload.Content, offset, upload.Content.Length, cancellationToken);
            Assert.Equal(HttpStatusCode.NoContent, patched.StatusCode);
        }

        ledger.Acknowledge(upload.Location.Split('/')[^1], upload.Sha256);
    }

    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task FormAsync(byte[] content, string hash, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new StringContent("kept"), "title" }, { new ByteArrayContent(content), "file", "photo.png" } };
        using var answer = await site.PostAsync("api/v1/media", form, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests) return;
        Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{answer.StatusCode}: {body}");
        using var json = JsonDocument.Parse(body);
        ledger.Acknowledge(json.RootElement.GetProperty("items")[0].GetProperty("id").GetString()!, hash);
    }

    private async Task ResumableAsync(byte[] content, string hash, CancellationToken cancellationToken)
    {
        var create = Tus(HttpMethod.Post, "api/v1/uploads");
        create.Headers.Add("Upload-Length", content.Length.ToString(CultureInfo.InvariantCulture));
        create.Headers.Add("Upload-Metadata", $"filename {Convert.ToBase64String("clip.bin"u8)}");
        using var created = await site.SendAsync(create, cancellationToken);
        if (created.StatusCode != HttpStatusCode.Created || ledger.Doubts) return;
        var location = new Uri(site.BaseAddress!, created.Headers.Location!).AbsolutePath.TrimStart('/');

        var (offset, promised) = (0L, 0L);
        try
        {
            foreach (var end in new[] { content.Length / 2, content.Length })
            {
                using var patched = await PatchAsync(location, content, offset, end, cancellationToken);
                if (patched.StatusCode != HttpStatusCode.NoContent) break;
                offset = end;
                if (!ledger.Doubts) promised = end;
            }
        }
        finally
        {
            if (promised == content.Length) ledger.Acknowledge(location.Split('/')[^1], hash);
            else ledger.Leave(new UnfinishedUpload(location, content, hash, promised));
        }
    }

    private Task<HttpResponseMessage> PatchAsync(string location, byte[] content, long from, long to, CancellationToken cancellationToken)
    {
        var patch = Tus(HttpMethod.Patch, location);
        patch.Headers.Add("Upload-Offset", from.ToString(CultureInfo.InvariantCulture));
        patch.Content = new ByteArrayContent(content, (int)from, (int)(to - from));
        patch.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        return site.SendAsync(patch, cancellationToken);
    }

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var kept = ledger.Kept.Keys.ToList();
        if (kept.Count < 10) return;
        var id = kept[random.Next(kept.Count)];
        ledger.DeleteAsked(id);
        using var answer = await site.DeleteAsync(new Uri($"api/v1/media/{id}?permanent=true", UriKind.Relative), cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NoContent) ledger.DeleteAcknowledged(id);
    }

    private static HttpRequestMessage Tus(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Add("Tus-Resumable", "1.0.0");
        return request;
    }

    /// <summary>A picture now and then, so that decoding and its writes are under way as well; otherwise bytes of up to 2 MB.</summary>
    private byte[] Content()
    {
        if (random.Next(3) == 0) return [.. Pictures.Png(40 + random.Next(400), 40 + random.Next(400), random.Next()), .. BitConverter.GetBytes(random.NextInt64())];
        var bytes = new byte[random.Next(2) == 0 ? random.Next(1, 20_000) : random.Next(1, 2_000_000)];
        random.NextBytes(bytes);
        return bytes;
    }
}
