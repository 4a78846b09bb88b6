using Vitrine.Library;

namespace Vitrine.Web.Json;

/// <summary>A problem inside an answer (RULES 33); a whole answer that is a problem is RFC 9457 instead, with the same code.</summary>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Title">The same sentence for every occurrence.</param>
/// <param name="Detail">What it means and what to do; where known, the figures of this case.</param>
public sealed record ProblemJson(string Code, string Title, string? Detail)
{
    public static ProblemJson Of(ProblemCode code, string? detail = null) =>
        new(Problems.WireName(code), Problems.All[code].Title, detail ?? Problems.All[code].Detail);
}

/// <summary>A problem of one file among several.</summary>
public sealed record FileProblemJson(string FileName, string Code, string Title, string? Detail)
{
    public static FileProblemJson Of(string fileName, ProblemCode code, string? detail = null) =>
        new(fileName, Problems.WireName(code), Problems.All[code].Title, detail ?? Problems.All[code].Detail);
}
