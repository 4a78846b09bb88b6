using Vitrine.Settings;

namespace Vitrine.Library;

public static class IntakeServices
{
    public static IServiceCollection AddIntake(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<IntakeOptions>(settings, IntakeOptions.Section);
        return services
            .AddEditable<IntakeOptions>(settings, IntakeOptions.Section, nameof(IntakeOptions.MaxFileBytes))
            .AddSingleton<UploadWriters>()
            .AddSingleton<Completion>()
            .AddSingleton<Settling>()
            .AddSingleton<Intake>()
            .AddSingleton<DirectIntake>()
            .AddSingleton<FolderImport>();
    }
}
