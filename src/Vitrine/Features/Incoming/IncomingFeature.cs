using Vitrine.Features.Incoming.Api;

namespace Vitrine.Features.Incoming;

/// <summary>What guests added to an album, for those who say yes or no to it.</summary>
public static class IncomingFeature
{
    public static void MapIncoming(this IEndpointRouteBuilder app)
    {
        app.MapIncomingPages();
        app.MapIncomingApi();
    }
}
