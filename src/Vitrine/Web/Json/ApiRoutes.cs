using Vitrine.Library;
using Vitrine.Web.Access;

namespace Vitrine.Web.Json;

/// <summary>What all JSON routes share: their place, who may knock, how they answer when something is wrong.</summary>
public static class ApiRoutes
{
    public const string Root = "/api/v1";

    /// <param name="who">Keys never reach accounts, keys, links and members (RULES 20): their routes name people.</param>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app, string tag, Who who = Who.People | Who.Keys)
    {
        var group = app.MapGroup(Root).WithTags(tag);
        group.Admits(who);
        group.ProducesProblem(StatusCodes.Status401Unauthorized);
        return group;
    }

    /// <summary>What is wrong with the two parameters of a list, or null and the cursor.</summary>
    public static IResult? RefusePage(int? limit, int most, string? cursor, out Cursor? after)
    {
        var known = Cursor.TryRead(cursor, out after);
        if (limit < 1 || limit > most) return Problems.Of(ProblemCode.InvalidRequest, $"limit is 1 to {most}.");
        return known ? null : Problems.Of(ProblemCode.InvalidCursor);
    }
}
