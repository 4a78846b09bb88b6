namespace Vitrine.Library.Access;

/// <summary>
/// What the one who asks may see. Every catalog read takes one; what lies outside a scope is absent. A scope is made
/// in one place, <see cref="Visitor.Scope"/>, or is <see cref="Everything"/> for jobs and verbs.
/// </summary>
public abstract record Scope
{
    private Scope()
    {
    }

    /// <summary>All that belongs to one account.</summary>
    public sealed record Own(AccountId Account) : Scope;

    /// <summary>For jobs, sweeper and verbs; never made from a request.</summary>
    public sealed record All : Scope;

    /// <summary>Nobody's: every question is answered with absence.</summary>
    public sealed record Nothing : Scope;

    public static readonly Scope Everything = new All();

    public static readonly Scope None = new Nothing();

    public bool Includes(AccountId owner) => this switch
    {
        Own own => own.Account == owner,
        All => true,
        _ => false,
    };
}
