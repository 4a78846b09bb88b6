namespace Vitrine.Features.Accounts.TwoStep;

internal static class TwoStepServices
{
    public static IServiceCollection AddTwoStep(this IServiceCollection services) => services
        .AddSingleton<TwoStepSignIn>()
        .AddSingleton<FirstStepCookie>();

    public static void MapTwoStep(this IEndpointRouteBuilder app)
    {
        app.MapTwoStepSettings();
        app.MapSecondStep();
    }
}
