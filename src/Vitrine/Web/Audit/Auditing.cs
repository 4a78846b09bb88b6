using Vitrine.Library.Audit;

namespace Vitrine.Web.Audit;

/// <summary>
/// Says what a route that changes something is called in the audit log. Each such route carries this or <see cref="NotAuditedAttribute"/>; a test sees to it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AuditedAttribute(AuditAct act) : Attribute
{
    public AuditAct Act { get; } = act;
}

/// <param name="reason">Why nobody would look for it there.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotAuditedAttribute(string reason) : Attribute
{
    public string Reason { get; } = reason;
}

/// <summary>What a request did, as its handler knows it better than its route.</summary>
public sealed class AuditNote
{
    /// <summary>Set where it depends on the request whether and what was done; else the route's own, once it has succeeded.</summary>
    public AuditAct? Act { get; set; }

    /// <summary>The answer is a success, but the request only asked.</summary>
    public bool NothingDone { get; set; }

    /// <summary>Such as <c>albums/0193…</c>; else the first id in the request's path.</summary>
    public string? Subject { get; set; }

    /// <summary>What the subject is called.</summary>
    public string? Name { get; set; }

    /// <summary>Where it was several deeds of one kind, each gets an entry: what each subject is called, instead of <see cref="Name"/>.</summary>
    public IReadOnlyList<string?>? Names { get; set; }

    /// <summary>Who did it, where that is known only in the handler.</summary>
    public Library.Account? Actor { get; set; }
}

public static class Auditing
{
    public static TBuilder Audits<TBuilder>(this TBuilder route, AuditAct act)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AuditedAttribute(act));

    public static TBuilder NotAudited<TBuilder>(this TBuilder route, string reason)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new NotAuditedAttribute(reason));

    public static AuditNote Audit(this HttpContext context)
    {
        if (context.Features.Get<AuditNote>() is { } note) return note;
        note = new AuditNote();
        context.Features.Set(note);
        return note;
    }
}
