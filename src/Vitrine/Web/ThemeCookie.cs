using Vitrine.Library.Audit;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Web;

/// <summary>The person's choice of light or dark: a cookie, so that the first byte of a page already has the right colours.</summary>
public static class ThemeCookie
{
    private const string Name = "theme";

    public static readonly string[] Choices = ["system", "light", "dark"];

    public static string Label(string choice) => choice switch { "light" => "Light", "dark" => "Dark", _ => "Auto" };

    /// <summary><c>light</c>, <c>dark</c>, or null for the system's own.</summary>
    public static string? Read(HttpContext context) => context.Request.Cookies[Name] is "light" or "dark" ? context.Request.Cookies[Name] : null;

    public static void MapTheme(this IEndpointRouteBuilder app) =>
        app.MapPost("/theme/{choice}", Choose).ValidatesForm().NotAudited("a browser's own choice").Admits(Who.Everyone).ExcludeFromDescription();

    private static IResult Choose(string choice, HttpContext context)
    {
        if (!Choices.Contains(choice)) return Problems.Of(Library.ProblemCode.NotFound);
        if (choice == "system") context.Response.Cookies.Delete(Name);
        else context.Response.Cookies.Append(Name, choice, new CookieOptions { MaxAge = TimeSpan.FromDays(400), SameSite = SameSiteMode.Lax, IsEssential = true });
        return context.Request.WantsPage() ? Results.LocalRedirect(Back(context.Request)) : Results.NoContent();
    }

    /// <summary>The page the form stood on, if it is one of ours.</summary>
    private static string Back(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == request.Host.Value ? from.PathAndQuery : "/";
}
