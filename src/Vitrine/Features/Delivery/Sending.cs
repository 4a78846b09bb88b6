using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Primitives;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Storage;
using Vitrine.Web;

namespace Vitrine.Features.Delivery;

/// <summary>
/// Answers with a file's bytes, or with 304, 416 or what is wrong. The visitor was let in before. Everything is read by
/// pread straight into the response's own buffers, 64 KB at a time: measured to be the cheapest way out of Kestrel.
/// </summary>
internal sealed class Sending(IBlobStore store, BucketLinks links, SmallFiles small, TimeProvider time, ILogger<Sending> log)
{
    private const int Buffer = 64 * 1024;

    private static readonly StringValues Caching = "private, no-cache";
    private static readonly StringValues Policy = "sandbox; default-src 'none'";
    private static readonly StringValues Ranges = "bytes";
    private static readonly StringValues Vary = "Cookie, Authorization";

    /// <param name="stillAllowed">Asked every few seconds while bytes flow.</param>
    public async Task SendAsync(HttpContext context, MediaFile file, Func<CancellationToken, Task<bool>> stillAllowed)
    {
        var request = context.Request;
        var response = context.Response;
        if (await links.FindAsync(request, file, context.RequestAborted) is { } link)
        {
            response.Headers.CacheControl = "no-store";
            response.Redirect(link.AbsoluteUri);
            return;
        }

        Mark(response, file);
        if (Preconditions.HoldsCurrent(request, file.ETag, file.ModifiedAt))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var asked = HttpMethods.IsGet(request.Method) && Preconditions.RangeStillFits(request, file.ETag, file.ModifiedAt)
            ? RangeHeader.Parse(request.Headers.Range, file.Length)
            : Asked.Everything;
        if (!asked.Satisfiable)
        {
            await RefuseRangeAsync(context, file);
            return;
        }

        Describe(context, file, asked.Range);
        if (small.Find(file.Key) is { } content) await SendAsync(context, content, asked.Range);
        else await SendAsync(context, file, asked.Range, stillAllowed);
    }

    /// <summary>What a 304 carries too.</summary>
    private static void Mark(HttpResponse response, MediaFile file)
    {
        response.Headers.ETag = file.ETag;
        response.Headers.CacheControl = Caching;
        response.Headers.Vary = Vary;
        response.Headers.ContentSecurityPolicy = Policy;
        if (file.ModifiedAt is { } modified) response.Headers.LastModified = modified.ToString("R");
    }

    private static async Task RefuseRangeAsync(HttpContext context, MediaFile file)
    {
        context.Response.Headers.Remove("Last-Modified");
        context.Response.Headers.ContentRange = FormattableString.Invariant($"bytes */{file.Length}");
        context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync("No byte of this file lies in that range.\n", context.RequestAborted);
    }

    private static void Describe(HttpContext context, MediaFile file, ByteRange? range)
    {
        var response = context.Response;
        response.ContentType = file.ContentType;
        response.Headers.AcceptRanges = Ranges;
        response.ContentLength = range?.Length ?? file.Length;
        var attachment = file.Attachment || context.Request.WantsDownload();
        if (attachment || file.IsOriginal) response.Headers.ContentDisposition = FileNameHeader.For(file.FileName, attachment);
        if (range is not { } part) return;
        response.StatusCode = StatusCodes.Status206PartialContent;
        response.Headers.ContentRange = FormattableString.Invariant($"bytes {part.Offset}-{part.Offset + part.Length - 1}/{file.Length}");
    }

    private static Task SendAsync(HttpContext context, byte[] content, ByteRange? range)
    {
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;
        var part = range is { } asked ? content.AsMemory((int)asked.Offset, (int)asked.Length) : content;
        var written = context.Response.BodyWriter.WriteAsync(part, context.RequestAborted);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }

    private async Task SendAsync(HttpContext context, MediaFile file, ByteRange? range, Func<CancellationToken, Task<bool>> stillAllowed)
    {
        var headOnly = HttpMethods.IsHead(context.Request.Method);
        await using var blob = await OpenAsync(file, range, headOnly, context.RequestAborted);
        if (blob is null)
        {
            await RefuseMissingAsync(context, file);
            return;
        }

        if (headOnly) return;
        if (!file.IsOriginal && range is null && file.Length <= SmallFiles.Largest)
        {
            var content = new byte[file.Length];
            await blob.Content.ReadExactlyAsync(content, context.RequestAborted);
            small.Add(file.Key, content);
            await SendAsync(context, content, range: null);
            return;
        }

        await CopyAsync(context, file, blob.Content, range?.Length ?? file.Length, stillAllowed);
    }

    /// <summary>Null when the store has not got these bytes, or not all of them.</summary>
    private async Task<Blob?> OpenAsync(MediaFile file, ByteRange? range, bool headOnly, CancellationToken cancellationToken)
    {
        if (file.Content is { } content) return new Blob(new BlobInfo(file.Key, file.Length, file.ETag, default), content(range));
        Blob? blob = null;
        try
        {
            if (headOnly) blob = await store.FindAsync(file.Key, cancellationToken) is { } found ? new Blob(found, Stream.Null) : null;
            else blob = await store.OpenReadAsync(file.Key, range, cancellationToken);
        }
        catch (ArgumentOutOfRangeException)
        {
            // The range is inside the length we acknowledged, so the store's bytes end before it.
        }

        if (blob is not null && blob.Info.Length == file.Length) return blob;
        log.LogError("{Key} should hold {Expected} bytes and holds {Found}. Run verify.", file.Key, file.Length, blob?.Info.Length);
        if (blob is not null) await blob.DisposeAsync();
        return null;
    }

    private static Task RefuseMissingAsync(HttpContext context, MediaFile file)
    {
        context.Response.Clear();
        return Problems.Of(file.IsOriginal ? ProblemCode.OriginalMissing : ProblemCode.NotFound).ExecuteAsync(context);
    }

    private async Task CopyAsync(
        HttpContext context, MediaFile file, Stream content, long length, Func<CancellationToken, Task<bool>> stillAllowed)
    {
        var body = context.Response.BodyWriter;
        var recheck = new Recheck(time, stillAllowed);
        for (var left = length; left > 0;)
        {
            var memory = body.GetMemory(Buffer);
            var read = await content.ReadAsync(memory[..(int)Math.Min(memory.Length, left)], context.RequestAborted);
            if (read == 0)
            {
                log.LogError("{Key} ended {Left} bytes early while it was sent. Run verify.", file.Key, left);
                context.Abort();
                return;
            }

            body.Advance(read);
            left -= read;
            var flushed = await body.FlushAsync(context.RequestAborted);
            if (flushed.IsCompleted || flushed.IsCanceled) return;
            if (left == 0 || await recheck.MayGoOnAsync(context.RequestAborted)) continue;
            context.Abort();
            return;
        }
    }
}
