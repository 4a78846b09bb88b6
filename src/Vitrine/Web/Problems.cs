using Vitrine.Library;

namespace Vitrine.Web;

/// <summary>The one table of problems: code, status, sentence; answered as RFC 9457 to programs and as a page to people.</summary>
public static class Problems
{
    public static IResult Of(ProblemCode code, string? detail = null) => Results.Problem(detail, title: code.ToString(), statusCode: 500);
}
