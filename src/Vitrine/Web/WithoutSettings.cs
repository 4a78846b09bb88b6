namespace Vitrine.Web;

/// <summary>On a route that goes by nothing that admins choose, and has to answer also while the metadata does not.</summary>
internal sealed class WithoutSettings
{
    public static readonly WithoutSettings Route = new();

    private WithoutSettings()
    {
    }
}
