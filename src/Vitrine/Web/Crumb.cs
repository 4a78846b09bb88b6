namespace Vitrine.Web;

/// <summary>A step on the way down to a page.</summary>
public sealed record Crumb(string Title, string Url);
