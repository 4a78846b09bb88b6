using Vitrine.Library.Access;

namespace Vitrine.Web.Access;

/// <summary>Who may knock at a route. What they may see behind it is decided by their <see cref="Scope"/>.</summary>
[Flags]
public enum Who
{
    None = 0,

    /// <summary>Anybody, signed in or not.</summary>
    Everyone = 1,

    /// <summary>A person signed in at a browser.</summary>
    People = 2,

    /// <summary>A program with an API key; unsafe methods need a key that may write.</summary>
    Keys = 4,

    /// <summary>A person who is an admin.</summary>
    Admins = 8,

    /// <summary>Whoever has the share link whose token stands in the path, signed in or not.</summary>
    Links = 16,

    /// <summary>The same, and those of whom the link asks something first. Its forms act on nothing but that link.</summary>
    Door = 32,

    /// <summary>Anybody at the address of something that is unlisted or public. Sessions do not count: its owner sees what all see.</summary>
    Onlookers = 64,
}

/// <summary>Says who a route admits. A route without one admits nobody, and the site does not start with such a route.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AdmitsAttribute(Who who) : Attribute
{
    public Who Who { get; } = who;

    /// <summary>True where it is what was shared that counts, and nobody's session.</summary>
    public bool IsForShares => (Who & Admission.Shares) != 0;
}

public static class Admission
{
    public static TBuilder Admits<TBuilder>(this TBuilder route, Who who)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AdmitsAttribute(who));

    /// <summary>Who comes for what was shared, whoever they are otherwise.</summary>
    internal const Who Shares = Who.Links | Who.Door | Who.Onlookers;

    /// <summary>True where only what was shared counts and nobody's session: the address says who they are.</summary>
    public static bool IsLinkRoute(this HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<AdmitsAttribute>() is { IsForShares: true };

    /// <summary>Who is asking; known since the visitors' middleware ran.</summary>
    public static Visitor Visitor(this HttpContext context) =>
        context.Features.Get<Visitor>() ?? Library.Access.Visitor.Anonymous;
}
