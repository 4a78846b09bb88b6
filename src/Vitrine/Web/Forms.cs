using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Vitrine.Library;

namespace Vitrine.Web;

/// <summary>
/// Small urlencoded forms, read with bounds and without ever touching a disk. Forms with files are Uploads' own business.
/// </summary>
public static class Forms
{
    private const int MostFields = 1024; // a page of checkboxes and then some
    private const int LongestValue = 32 * 1024;

    /// <summary>Reads the form, checks its antiforgery token and only then lets the endpoint run, which gets the fields by <see cref="Form"/>.</summary>
    public static RouteHandlerBuilder ValidatesForm(this RouteHandlerBuilder route) => route.Reads(async context =>
        await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context) ? null : ProblemCode.FormExpired);

    /// <summary>The same without a token, for forms that act for nobody: a link's password and its Open button.</summary>
    public static RouteHandlerBuilder ReadsForm(this RouteHandlerBuilder route) => route.Reads(_ => Task.FromResult<ProblemCode?>(null));

    private static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, Func<HttpContext, Task<ProblemCode?>> refuse) =>
        route.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            if (!IsUrlEncoded(context.Request)) return Problems.Of(ProblemCode.UnsupportedMediaType);
            if (await ReadAsync(context) is not { } fields) return Problems.Of(ProblemCode.InvalidRequest);

            // Antiforgery reads the form from here, so nothing reads the body a second time its own way.
            context.Features.Set<IFormFeature>(new FormFeature(fields));
            return await refuse(context) is { } code ? Problems.Of(code) : await next(invocation);
        });

    /// <summary>The fields of a form whose route has <see cref="ValidatesForm"/>.</summary>
    public static IFormCollection Form(this HttpContext context) =>
        context.Features.Get<IFormFeature>()?.Form ?? throw new InvalidOperationException("This route does not read a form: add ValidatesForm().");

    /// <summary>A field's first value without surrounding white space; empty when it was not sent.</summary>
    public static string Text(this IFormCollection form, string name) => (form[name].Count > 0 ? form[name][0] : null)?.Trim() ?? "";

    /// <summary>A field as it was typed, for passwords.</summary>
    public static string Raw(this IFormCollection form, string name) => (form[name].Count > 0 ? form[name][0] : null) ?? "";

    /// <summary>A checkbox.</summary>
    public static bool Ticked(this IFormCollection form, string name) => form.ContainsKey(name);

    /// <summary>The ticked boxes of a selection, in the order of the page; what is no id is passed over.</summary>
    public static IReadOnlyList<MediaId> MediaIds(this IFormCollection form, string name = "id") =>
        [.. form[name].Select(text => MediaId.TryParse(text, out var id) ? id : (MediaId?)null).OfType<MediaId>().Distinct()];

    private static bool IsUrlEncoded(HttpRequest request) =>
        request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    private static async Task<FormCollection?> ReadAsync(HttpContext context)
    {
        var reader = new FormPipeReader(context.Request.BodyReader) { ValueCountLimit = MostFields, ValueLengthLimit = LongestValue };
        try
        {
            Dictionary<string, StringValues> fields = await reader.ReadFormAsync(context.RequestAborted);
            return new FormCollection(fields);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
