using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Archives;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Mailing;
using Vitrine.Library.Moving;
using Vitrine.Library.Scrubbing;
using Vitrine.Library.SiteSettings;

namespace Vitrine.Library;

public static class LibraryServices
{
    public static IServiceCollection AddLibrary(this IServiceCollection services, IConfiguration settings) => services
        .AddSiteSettings()
        .AddAccountKeeping(settings)
        .AddSiteStart(settings)
        .AddRenditionMaking()
        .AddSidecars()
        .AddScrubbing()
        .AddArchives()
        .AddAlbumKeeping()
        .AddLinkKeeping()
        .AddGuestKeeping()
        .AddRemoval(settings)
        .AddClosing()
        .AddBulkChanges()
        .AddUpkeep()
        .AddMoving()
        .AddMail(settings)
        .AddIntake(settings);
}
