using Vitrine.Web.Access;

namespace Vitrine.Web.Json;

/// <summary>What all JSON routes share: their place, who may knock, how they answer when something is wrong.</summary>
public static class ApiRoutes
{
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app, string tag)
    {
        var group = app.MapGroup("/api/v1").WithTags(tag);
        group.Admits(Who.People | Who.Keys);
        group.ProducesProblem(StatusCodes.Status401Unauthorized);
        return group;
    }
}
