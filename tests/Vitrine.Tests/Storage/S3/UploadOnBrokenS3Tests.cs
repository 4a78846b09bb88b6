using System.Net;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Uploads;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Storage.S3;

/// <summary>What people see of a bucket that fails: 503 and when to come back, nothing half-made, and all is well again without a restart.</summary>
public sealed class UploadOnBrokenS3Tests : IAsyncLifetime
{
    private const int Mebibyte = 1024 * 1024;

    private S3World bucket = null!;
    private FaultProxy network = null!;
    private World site = null!;
    private HttpClient ada = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        bucket = await S3World.CreateAsync();
        network = new FaultProxy(bucket.Endpoint);
        site = await bucket.StartNodeAsync(("Storage:S3:Endpoint", network.Address), ("Storage:S3:Attempts", "2"), ("Storage:S3:TimeoutSeconds", "5"));
        ada = await site.ProgramOfAsync(site.Ada);
    }

    public async ValueTask DisposeAsync()
    {
        network.Heal();
        ada.Dispose();
        await site.DisposeAsync();
        await network.DisposeAsync();
        await bucket.DisposeAsync();
    }

    public static TheoryData<string> Kinds => ["slow down", "reset", "lost answer"];

    [Theory, MemberData(nameof(Kinds)), Trait("trust", "B01")]
    public async Task An_upload_is_503_whichever_step_fails_and_goes_on_afterwards(string kind)
    {
        var tus = new Tus(ada);
        var bytes = Bytes((9 * Mebibyte) + 11, seed: kind.Length);
        var upload = await tus.CreateAsync(bytes.Length, "film.mp4");
        foreach (var step in new Func<ProxiedRequest, bool>[]
        {
            request => request.Target.EndsWith("?uploads", StringComparison.Ordinal),
            request => request.IsPart,
            request => request.IsComplete,
            request => request.Method == "PUT" && request.IsOf("vitrine.json"),
        })
        {
            network.Rule = request => step(request) ? Fault.Named(kind) : null;
            var offset = await tus.OffsetWhenReadyAsync(upload);
            using var refused = await tus.PatchAsync(upload, offset, bytes[(int)offset..]);
            if (refused.StatusCode != HttpStatusCode.NoContent)
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
                Assert.NotNull(refused.Headers.RetryAfter);
                Assert.Empty(await site.ItemsAsync(site.Ada));
            }

            network.Heal();
        }

        await UntilAsync(async () =>
        {
            using var state = await tus.HeadAsync(upload);
            var offset = int.Parse(Tus.Header(state, "Upload-Offset")!, null);
            if (offset == bytes.Length) return true;
            using var sent = await tus.PatchAsync(upload, offset, bytes[offset..]);
            return sent.StatusCode == HttpStatusCode.NoContent;
        });
        var item = Assert.Single(await site.ItemsAsync(site.Ada));
        Assert.Equal(Sha256(bytes), item.Sha256);
        Assert.Equal(bytes, await OriginalAsync(ada, item.Id));
    }

    [Fact, Trait("trust", "B01")]
    public async Task A_bucket_that_cannot_be_reached_makes_the_site_not_ready_until_it_is_back()
    {
        var id = await World.UploadAsync(ada, Bytes(1000), "a.bin");
        network.Rule = _ => new Fault.Reset();
        using var broken = await ada.GetAsync($"/media/{id}/original", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, broken.StatusCode);
        await UntilAsync(async () => (await ada.GetAsync("/readyz", Cancel)).StatusCode == HttpStatusCode.ServiceUnavailable);

        network.Heal();
        await UntilAsync(async () => (await ada.GetAsync("/readyz", Cancel)).StatusCode == HttpStatusCode.OK);
        Assert.Equal(Bytes(1000), await OriginalAsync(ada, id));
    }

    [Theory, Trait("trust", "B01")]
    [InlineData(403, "AccessDenied")]
    [InlineData(400, "ExpiredToken")]
    public async Task Whoever_may_no_longer_use_the_bucket_answers_503_until_it_may_again(int status, string code)
    {
        network.Rule = _ => new Fault.Answer(status, code);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Bytes(1000)), "file", "a.bin" } };
        using var refused = await ada.PostAsync("/api/v1/media", form, Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Empty(await site.ItemsAsync(site.Ada));

        network.Heal();
        await UntilAsync(async () => (await ada.GetAsync("/readyz", Cancel)).StatusCode == HttpStatusCode.OK);
        var id = await World.UploadAsync(ada, Bytes(1000), "a.bin");
        Assert.Equal(Bytes(1000), await OriginalAsync(ada, id));
    }
}

internal static class TusOnBrokenStores
{
    /// <summary>Asking may itself be answered by 503 while the store fails.</summary>
    public static async Task<long> OffsetWhenReadyAsync(this Tus tus, string upload)
    {
        using var answer = await tus.HeadAsync(upload);
        return answer.StatusCode == HttpStatusCode.OK ? long.Parse(Tus.Header(answer, "Upload-Offset")!, null) : 0;
    }
}
