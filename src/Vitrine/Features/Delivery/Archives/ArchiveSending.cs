using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Library.Access;
using Vitrine.Library.Archives;

namespace Vitrine.Features.Delivery.Archives;

/// <summary>Answers with a zip while it is written; whether the visitor may still have the item under way is asked every few seconds.</summary>
internal sealed class ArchiveSending(Doors doors, TimeProvider time, ILogger<ArchiveSending> log)
{
    public async Task SendAsync(HttpContext context, Archive archive, Door door)
    {
        var response = context.Response;
        response.ContentType = "application/zip";
        response.ContentLength = archive.Length;
        response.Headers.CacheControl = "private, no-store";
        response.Headers.ContentDisposition = FileNameHeader.For(string.Create(CultureInfo.InvariantCulture, $"vitrine-{archive.Files.Count}-files.zip"), attachment: true);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await ArchiveMaking.WriteAsync(
                archive, response.Body, time, (packed, token) => doors.StillOpenAsync(door, context, packed.Item.Id, packed.Album, token), context.RequestAborted);
        }
        catch (Exception broken) when (broken is NoLongerAllowedException or ArchiveBrokenException)
        {
            if (broken is ArchiveBrokenException) log.LogError("{Reason} The download was broken off. Run verify.", broken.Message);
            context.Abort();
        }
    }
}
