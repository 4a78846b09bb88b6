using Vitrine.Settings;

namespace Vitrine.Library.Accounts;

public static class AccountsServices
{
    public static IServiceCollection AddAccountKeeping(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<AccountsOptions>(settings, AccountsOptions.Section);
        return services
            .AddEditable<AccountsOptions>(settings, AccountsOptions.Section, nameof(AccountsOptions.SignUp))
            .AddEditable<AccountsOptions>(settings, AccountsOptions.Section, nameof(AccountsOptions.DefaultQuotaBytes))
            .AddSingleton<Passwords>()
            .AddSingleton<Registration>()
            .AddSingleton<KeyMaking>()
            .AddSingleton<OneTimeLinks>();
    }
}
