using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Library;

namespace Vitrine.Tests.Web;

/// <summary>Stands in front of the real account catalog and fails every call while told to.</summary>
public class BrokenCatalog : DispatchProxy
{
    public const string Reason = "SQLITE_IOERR at /var/secret/vitrine.db";

    private IAccountCatalog real = null!;

    public bool IsBroken { get; set; }

    public Exception? Bug { get; set; }

    public static void Put(IServiceCollection services)
    {
        var original = services.Last(service => service.ServiceType == typeof(IAccountCatalog));
        services.AddSingleton<IAccountCatalog>(provider =>
        {
            var proxy = Create<IAccountCatalog, BrokenCatalog>();
            ((BrokenCatalog)(object)proxy).real = (IAccountCatalog)(original.ImplementationInstance
                ?? original.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, original.ImplementationType!));
            return proxy;
        });
    }

    public static BrokenCatalog Of(World world) => (BrokenCatalog)world.Get<IAccountCatalog>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (Bug is not null) throw Bug;
        if (IsBroken) throw new CatalogUnavailableException(Reason);
        return targetMethod!.Invoke(real, args);
    }
}
