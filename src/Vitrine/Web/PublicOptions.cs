namespace Vitrine.Web;

/// <summary>Section <c>Public</c>: what visitors see who are not signed in.</summary>
public sealed class PublicOptions
{
    public const string Section = "Public";

    /// <summary>Whether they find what is public on the site's front page; else they are asked to sign in.</summary>
    public bool FrontPage { get; set; }
}
