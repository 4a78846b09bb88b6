using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Vitrine.Library;
using Vitrine.Web.Access;

namespace Vitrine.Features.Uploads;

/// <summary>What the upload page says before the first byte.</summary>
/// <param name="MaxFileBytes">Bytes per file.</param>
/// <param name="Left">What the account's quota still takes; null is no quota.</param>
public sealed record UploadRoom(long MaxFileBytes, long? Left);

/// <summary>One file of a form upload and what became of it.</summary>
public sealed record UploadedFile(string FileName, IntakeOutcome Outcome);

/// <summary>The page with the form, which the queue element makes better.</summary>
public static class UploadPages
{
    public static void MapUploadPages(this IEndpointRouteBuilder app) => app.MapGet("/upload", ShowAsync).Admits(Who.People);

    private static async Task<RazorComponentResult<UploadPage>> ShowAsync(
        HttpContext context, IUploadCatalog uploads, IOptions<IntakeOptions> options, CancellationToken cancellationToken)
    {
        var account = context.Visitor().Account!;
        var usage = await uploads.UsageAsync(account.Id, cancellationToken);
        var left = account.QuotaBytes is { } quota ? Math.Max(0, quota - usage.Used - usage.Reserved) : (long?)null;
        return new(new { Room = new UploadRoom(options.Value.MaxFileBytes, left) });
    }
}
