using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Vitrine.Storage;
using Vitrine.Storage.S3;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Storage.S3;

/// <summary>Direct uploads into a bucket behind a network and a service that fail.</summary>
public sealed class DirectFaultTests : IAsyncLifetime
{
    private const string Upload = "0198c0ffee";
    private static readonly BlobKey Key = new($"originals/2026/11/{Upload}/film.mp4");
    private static readonly byte[] Bytes = TestStore.Bytes(100_000);
    private static readonly DirectPart Part = new(1, Bytes.Length, Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, Bytes)));

    private FaultProxy network = null!;
    private S3TestStore store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        network = new FaultProxy(await CephRgw.AddressAsync());
        store = await S3TestStore.CreateMarkedAsync(options => (options.Endpoint, options.DirectUploads, options.Attempts) = (network.Address, true, 2));
    }

    public async ValueTask DisposeAsync()
    {
        network.Heal();
        await store.DisposeAsync();
        await network.DisposeAsync();
    }

    [Theory, Trait("trust", "K06")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_finish_that_got_no_answer_can_be_repeated_at_another_node(bool arrived)
    {
        var note = await SentAsync();
        network.Rule = request => !request.IsComplete ? null : arrived ? new Fault.LoseAnswer() : new Fault.Reset();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Direct.FinishAsync(Upload, note, [Part], Cancel));
        network.Heal();

        using var another = store.Another();
        Assert.IsType<DirectFinish.Stored>(await another.Direct!.FinishAsync(Upload, note, [Part], Cancel));
        Assert.Equal(Bytes, await store.ReadAsync(Key));
        Assert.Empty(await store.HeldAsync());
    }

    [Fact, Trait("trust", "B06")]
    public async Task Completing_that_says_200_over_an_error_is_not_believed()
    {
        var note = await SentAsync();
        network.Rule = request => request.IsComplete ? new Fault.Answer(200, "OK", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>") : null;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Direct.FinishAsync(Upload, note, [Part], Cancel));
        Assert.Null(await store.ReadAsync(Key));

        network.Heal();
        Assert.IsType<DirectFinish.Stored>(await store.Direct.FinishAsync(Upload, note, [Part], Cancel));
    }

    [Fact, Trait("trust", "B06")]
    public async Task A_part_that_is_replaced_while_it_is_being_finished_is_not_taken_for_what_was_declared()
    {
        var note = await SentAsync();
        network.Rule = request => request.IsComplete ? new Fault.Answer(400, "InvalidPart") : null;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Direct.FinishAsync(Upload, note, [Part], Cancel));
        Assert.Equal([Part], await store.Direct.PartsAsync(note, 0, 10, Cancel));
    }

    [Fact]
    public void A_bucket_whose_tags_are_no_checksums_is_refused_by_the_setting()
    {
        var options = new S3Options { Bucket = "photos", DirectUploads = true, Encryption = "sse-kms" };
        var found = new List<ValidationResult>();
        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true));
        Assert.Equal([nameof(S3Options.DirectUploads)], Assert.Single(found).MemberNames);
    }

    private async Task<byte[]> SentAsync()
    {
        var note = await store.Direct.BeginAsync(Upload, Key, Bytes.Length, Cancel);
        using var sender = new HttpClient();
        using var content = new ByteArrayContent(Bytes) { Headers = { ContentMD5 = Convert.FromHexString(Part.Md5) } };
        using var answer = await sender.PutAsync(await store.Direct.LinkAsync(note, Part, TimeSpan.FromMinutes(1), Cancel), content, Cancel);
        Assert.True(answer.IsSuccessStatusCode);
        return note;
    }
}
