using Vitrine.Library;

namespace Vitrine.Web;

/// <summary>The one table of problems: code, status, sentence; answered as RFC 9457 to programs and as a page to people.</summary>
public static class Problems
{
    public static IResult Of(ProblemCode code, string? detail = null) => Results.Problem(detail, title: code.ToString(), statusCode: 500);

    /// <summary>The code as programs see it, e.g. <c>file_too_large</c>.</summary>
    public static string WireName(ProblemCode code) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());

    /// <summary>The sentence of the code.</summary>
    public static string Title(ProblemCode code) => code.ToString();
}
