using Vitrine.Settings;

namespace Vitrine.Jobs;

public static class JobsServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<JobOptions>(settings, JobOptions.Section);
        services.AddSingleton<JobHandlers>();
        services.AddSingleton<JobRun>();
        services.AddHostedService<JobRunner>();
        return services;
    }
}
