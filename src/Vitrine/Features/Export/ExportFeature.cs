using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Exporting;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Export;

/// <summary>Taking all that is one's own along.</summary>
public static class ExportFeature
{
    public static IServiceCollection AddExport(this IServiceCollection services) => services.AddSingleton<AccountExport>();

    public static void MapExport(this IEndpointRouteBuilder app)
    {
        var export = app.MapGroup("/settings/export").Admits(Who.People).ExcludeFromDescription();
        export.MapGet("", ShowAsync);
        export.MapGet("/archive", (Delegate)SendAsync).WithMetadata(StoredBytes.Mark);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, IUploadCatalog uploads, CancellationToken cancellationToken) =>
        Pages.Show<ExportPage>(new { Usage = await uploads.UsageAsync(context.Visitor().Account!.Id, cancellationToken) });

    private static async Task SendAsync(HttpContext context, AccountExport export, StillAdmitted admitted, TimeProvider time, ILogger<AccountExport> log)
    {
        var (visitor, response) = (context.Visitor(), context.Response);
        response.ContentType = "application/zip";
        response.Headers.CacheControl = "private, no-store";
        response.Headers.ContentDisposition = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"attachment; filename=\"vitrine-export-{time.GetUtcNow():yyyy-MM-dd}.zip\"");
        try
        {
            await export.WriteAsync(visitor.Account!, response.Body, token => admitted.AskAsync(visitor, token), context.RequestAborted);
        }
        catch (Exception broken) when (broken is NoLongerAllowedException or Library.Archives.ArchiveBrokenException)
        {
            // The header says 200 already: only a broken connection tells that the archive is not whole.
            if (broken is Library.Archives.ArchiveBrokenException) log.LogError("An export was broken off: {Reason}", broken.Message);
            context.Abort();
        }
    }
}
