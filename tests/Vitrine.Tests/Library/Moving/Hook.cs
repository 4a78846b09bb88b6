using System.Reflection;

namespace Vitrine.Tests.Library.Moving;

/// <summary>Does something before each call of a part, and may answer something else than it.</summary>
internal sealed class Hook<T>
    where T : class
{
    /// <param name="part">What is called.</param>
    /// <param name="before">Gets the name of each call.</param>
    /// <param name="answer">Turns an answer into another.</param>
    public Hook(T part, Func<string, Task> before, Func<string, object?, object?>? answer = null)
    {
        Part = DispatchProxy.Create<T, Hooked>();
        ((Hooked)(object)Part).Use(part, before, answer ?? ((_, given) => given));
    }

    public T Part { get; }

#pragma warning disable CA1852 // the proxy derives from it
    internal class Hooked : DispatchProxy
    {
        private T part = null!;
        private Func<string, Task> before = null!;
        private Func<string, object?, object?> answer = null!;

        public void Use(T inner, Func<string, Task> first, Func<string, object?, object?> then) => (part, before, answer) = (inner, first, then);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            before(targetMethod!.Name).GetAwaiter().GetResult();
            return answer(targetMethod.Name, targetMethod.Invoke(part, args));
        }
    }
#pragma warning restore CA1852
}
