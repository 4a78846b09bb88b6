namespace Vitrine.Jobs;

public static class JobsServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration settings) => services;
}
