namespace Vitrine.Web.Access;

/// <summary>Where to go on after signing in: a path of this site, never an address elsewhere.</summary>
public static class ReturnUrl
{
    public const string Name = "returnUrl";

    public static string SignInAt(HttpRequest request)
    {
        var wanted = request.Path + request.QueryString;
        return wanted == "/" ? "/login" : $"/login?{Name}={Uri.EscapeDataString(wanted)}";
    }

    /// <summary>The path when it is a local one, else the library. Browsers take <c>//host</c> and <c>/\host</c> for another site.</summary>
    public static string Local(string? wanted) =>
        wanted is ['/', ..] && wanted.Length <= 2000 && (wanted.Length == 1 || wanted[1] is not ('/' or '\\')) && !wanted.Any(char.IsControl)
            ? wanted
            : "/";
}
