namespace Vitrine.Library.Access;

/// <summary>Who is asking. Made once per request from the session or key row that was read for it.</summary>
public abstract record Visitor
{
    private Visitor()
    {
    }

    public sealed record Nobody : Visitor;

    /// <summary>A person at a browser.</summary>
    public sealed record SignedIn(Account Who, Session Session) : Visitor;

    /// <summary>A program with an API key; never reaches account, key or admin routes (RULES 20).</summary>
    public sealed record Keyed(Account Who, ApiKey Key) : Visitor;

    public static readonly Visitor Anonymous = new Nobody();

    public Account? Account => this switch
    {
        SignedIn signedIn => signedIn.Who,
        Keyed keyed => keyed.Who,
        _ => null,
    };

    /// <summary>The one place where a person turns into what they may see.</summary>
    public Scope Scope => Account is { } account && (this is SignedIn || this is Keyed { Key.CanRead: true })
        ? new Scope.Own(account.Id)
        : Scope.None;

    public bool MayWrite => this is SignedIn or Keyed { Key.CanWrite: true };

    public bool IsAdmin => this is SignedIn { Who.IsAdmin: true };
}
