using System.Net;
using Vitrine.Tests.Uploads;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Nodes;

/// <summary>A node that is killed, or hangs and comes back, in the midst of something; the others go on.</summary>
public sealed class KilledNodeTests(NodesFixture fixture) : NodesTests(fixture)
{
    private const int Mebibyte = 1024 * 1024;

    [Theory, MemberData(nameof(Rounds)), Trait("trust", "T18")]
    public async Task An_upload_whose_node_is_killed_goes_on_at_another(int round)
    {
        var (here, there) = (Cluster.Nodes[round % 3], Cluster.Nodes[(round + 1) % 3]);
        using var ada = here.Program(Cluster.Key);
        using var elsewhere = there.Program(Cluster.Key);
        var bytes = Bytes((20 * Mebibyte) + 7, seed: 100 + round);
        var upload = await new Tus(ada).CreateAsync(bytes.Length, "film.mp4");
        using var sending = await PatchAsync(here, ada, upload, bytes, 13 * Mebibyte);

        await here.KillAsync();

        Assert.Equal("", await sending.StatusAsync());
        var resumed = new Tus(elsewhere);
        var offset = await resumed.OffsetAsync(upload);
        Assert.InRange(offset, 0, 13 * Mebibyte);
        using var last = await resumed.PatchAsync(upload, offset, bytes[(int)offset..]);
        await HoldsAsync(last, elsewhere, bytes);
    }

    [Theory, MemberData(nameof(Rounds)), Trait("trust", "T18")]
    public async Task An_upload_whose_node_hangs_is_taken_over_and_what_comes_late_changes_nothing(int round)
    {
        var (here, there) = (Cluster.Nodes[round % 3], Cluster.Nodes[(round + 1) % 3]);
        using var ada = here.Program(Cluster.Key);
        using var elsewhere = there.Program(Cluster.Key);
        var bytes = Bytes((20 * Mebibyte) + 7, seed: 200 + round);
        var upload = await new Tus(ada).CreateAsync(bytes.Length, "film.mp4");
        using var sending = await PatchAsync(here, ada, upload, bytes, 13 * Mebibyte);

        here.Pause();
        var resumed = new Tus(elsewhere);
        var offset = await resumed.OffsetAsync(upload);
        using var last = await resumed.PatchAsync(upload, offset, bytes[(int)offset..]);
        here.Continue();
        await sending.SendAsync(new byte[bytes.Length - (13 * Mebibyte)]); // other bytes than those that were taken elsewhere

        Assert.StartsWith("HTTP/1.1 4", await sending.StatusAsync(), StringComparison.Ordinal);
        await HoldsAsync(last, elsewhere, bytes);
    }

    [Theory, MemberData(nameof(Rounds)), Trait("trust", "K02")]
    public async Task A_job_whose_node_is_killed_ends_once_on_another(int round)
    {
        var (id, worker) = await AtWorkAsync(round, seed: 1000 + round);

        await worker.KillAsync();
        foreach (var node in Cluster.Nodes) node.Release();

        var job = await EndedAsync(id, Other(worker));
        Assert.Equal("3", job["fe"].N); // the tile, that again, the bigger previews
        await LooksWellAsync(id);
    }

    [Theory, MemberData(nameof(Rounds)), Trait("trust", "N05")]
    public async Task What_a_node_that_hung_past_its_lease_writes_at_last_is_refused(int round)
    {
        var (id, worker) = await AtWorkAsync(round, seed: 2000 + round);

        worker.Pause();
        foreach (var node in Cluster.Nodes.Where(node => node != worker)) node.Release();
        var job = await EndedAsync(id, Other(worker));
        var item = await Cluster.Table.FindRowAsync($"M#{id}", "ITEM");
        worker.Release();
        worker.Continue();

        await UntilAsync(() => Task.FromResult(worker.Said.Contains($"{Guid.Parse(id)} was taken over", StringComparison.Ordinal) || worker.Said.Contains($"previews of {Guid.Parse(id)} came too late", StringComparison.Ordinal)));
        Assert.Equal(job["fe"].N, (await Cluster.Table.FindRowAsync($"J#{id}", "JOB"))!["fe"].N);
        Assert.Equal(item!["rev"].N, (await Cluster.Table.FindRowAsync($"M#{id}", "ITEM"))!["rev"].N);
        await LooksWellAsync(id);
    }

    /// <summary>Sends the beginning of a body and returns when some of it has reached the bucket.</summary>
    private async Task<RawRequest> PatchAsync(Node node, HttpClient program, string upload, byte[] bytes, int sent)
    {
        var request = await RawAsync(
            node.Address, program, $"PATCH {upload} HTTP/1.1\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: {bytes.Length}");
        await request.SendAsync(bytes[..sent]);
        await UntilAsync(async () => await Cluster.PartsAsync(upload.Split('/')[^1]) > 0);
        return request;
    }

    private static async Task HoldsAsync(HttpResponseMessage last, HttpClient program, byte[] bytes)
    {
        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        var id = Tus.ItemOf(last);
        Assert.Equal(Sha256(bytes), (await program.JsonAsync($"/api/v1/media/{id}")).GetProperty("sha256").GetString());
        Assert.Equal(Sha256(bytes), Sha256(await OriginalAsync(program, id)));
    }

    /// <summary>A picture whose first preview one of the nodes is about to make, and which.</summary>
    private async Task<(string Id, Node Worker)> AtWorkAsync(int round, int seed)
    {
        foreach (var node in Cluster.Nodes) node.Hold();
        using var ada = Cluster.Nodes[round % 3].Program(Cluster.Key);
        var id = await World.UploadAsync(ada, Pictures.Png(640, 480, seed), "sea.png");
        await UntilAsync(() => Task.FromResult(Cluster.Nodes.Any(node => node.IsHeld)));
        return (id.ToString(), Cluster.Nodes.First(node => node.IsHeld));
    }

    private Node Other(Node worker) => Cluster.Nodes.First(node => node != worker);

    /// <summary>The job's row once there is nothing more to do for an item.</summary>
    private async Task<IReadOnlyDictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>> EndedAsync(string id, Node seenFrom)
    {
        await UntilAsync(async () => await Cluster.Table.FindRowAsync($"J#{id}", "JOB") is { } row && !row.ContainsKey("ln"));
        using var ada = seenFrom.Program(Cluster.Key);
        Assert.Equal("ready", (await ada.JsonAsync($"/api/v1/media/{id}")).GetProperty("state").GetString());
        return (await Cluster.Table.FindRowAsync($"J#{id}", "JOB"))!;
    }

    /// <summary>Each rendition is there once, and what each living node shows is it.</summary>
    private async Task LooksWellAsync(string id)
    {
        var made = (await Cluster.ObjectsAsync()).Where(name => name.StartsWith($"renditions/{id}/", StringComparison.Ordinal)).ToList();
        Assert.Equal(made.Count, made.Select(Path.GetFileNameWithoutExtension).Distinct().Count());
        foreach (var node in Cluster.Nodes.Where(node => !node.HasEnded))
        {
            using var ada = node.Program(Cluster.Key);
            using var tile = await ada.GetAsync($"/media/{id}/tile", Cancel);
            Assert.Equal((HttpStatusCode.OK, "image/webp"), (tile.StatusCode, tile.Content.Headers.ContentType?.MediaType));
        }
    }
}
