using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Vitrine.Library;

namespace Vitrine.Tests.Uploads;

/// <summary>A program that sends files straight to the bucket, one request at a time.</summary>
internal sealed class DirectClient(HttpClient program) : IDisposable
{
    /// <summary>Nobody's session goes to the bucket.</summary>
    private readonly HttpClient sender = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Begins an upload; fails the test on anything but 201.</summary>
    public async Task<DirectPlan> BeginAsync(byte[] bytes, string fileName = "film.mp4")
    {
        using var answer = await TryBeginAsync(bytes.Length, fileName);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var plan = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return new DirectPlan(plan.GetProperty("id").GetString()!, bytes, plan.GetProperty("partBytes").GetInt32());
    }

    public Task<HttpResponseMessage> TryBeginAsync(long? length, string fileName = "film.mp4", string? title = null) =>
        program.PostAsJsonAsync("/api/v1/uploads/direct", new { fileName, length, title }, Cancel);

    /// <summary>The whole way: begin, send, finish. The item's id.</summary>
    public async Task<MediaId> UploadAsync(byte[] bytes, string fileName)
    {
        var plan = await BeginAsync(bytes, fileName);
        foreach (var number in plan.Numbers) await SendAsync(plan, number);
        using var answer = await FinishAsync(plan);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var ended = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.True(MediaId.TryParse(ended.GetProperty("mediaId").GetString(), out var id));
        return id;
    }

    /// <summary>Asks for a link and sends a part by it.</summary>
    public async Task SendAsync(DirectPlan plan, int number)
    {
        using var content = new ByteArrayContent(plan.Part(number)) { Headers = { ContentMD5 = CryptographicOperations.HashData(HashAlgorithmName.MD5, plan.Part(number)) } };
        using var answer = await sender.PutAsync(await LinkAsync(plan, number), content, Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    public async Task<string> LinkAsync(DirectPlan plan, int number)
    {
        using var answer = await TryLinkAsync(plan.Id, (number, plan.Md5(number)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("links")[0].GetProperty("url").GetString()!;
    }

    public Task<HttpResponseMessage> TryLinkAsync(string id, params (int Number, string Md5)[] parts) =>
        program.PostAsJsonAsync($"/api/v1/uploads/{id}/parts", new { parts = parts.Select(part => new { number = part.Number, md5 = part.Md5 }) }, Cancel);

    public Task<HttpResponseMessage> PartsAsync(string id) => program.GetAsync($"/api/v1/uploads/{id}/parts", Cancel);

    public Task<HttpResponseMessage> FinishAsync(DirectPlan plan) => FinishAsync(plan.Id, [.. plan.Numbers.Select(plan.Md5)]);

    public Task<HttpResponseMessage> FinishAsync(string id, params string[] md5) => program.PostAsJsonAsync($"/api/v1/uploads/{id}/finish", new { md5 }, Cancel);

    public void Dispose() => sender.Dispose();
}

internal sealed record DirectPlan(string Id, byte[] Bytes, int PartBytes)
{
    public IEnumerable<int> Numbers => Enumerable.Range(1, (Bytes.Length + PartBytes - 1) / PartBytes);

    public byte[] Part(int number) => Bytes[((number - 1) * PartBytes)..Math.Min(number * PartBytes, Bytes.Length)];

    public string Md5(int number) => Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.MD5, Part(number)));
}
