using System.Reflection;

namespace Vitrine.Tests.Library.Moving;

/// <summary>A process that is killed at its nth step outwards, before or just after it happened: nothing it does afterwards happens either.</summary>
internal sealed class Killing(int atStep, bool after)
{
    private int steps;

    public int Steps => steps;

    public bool IsDead { get; private set; }

    public T Watch<T>(T part)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, Watched>();
        ((Watched)(object)proxy).Use(this, part);
        return proxy;
    }

    private object? Step(Func<object?> step)
    {
        lock (this)
        {
            if (IsDead) throw new KilledException();
            var isLast = ++steps == atStep;
            if (isLast && !after) Die();
            var answer = step();
            if (!isLast) return answer;
            if (answer is Task task) Task.WaitAny(task);
            Die();
            return null;
        }
    }

    private void Die()
    {
        IsDead = true;
        throw new KilledException();
    }

    /// <summary>What a caller sees of its own death.</summary>
    internal sealed class KilledException : Exception;

    /// <summary>Must not be sealed: the proxy derives from it.</summary>
#pragma warning disable CA1852 // the proxy derives from it
    internal class Watched : DispatchProxy
    {
        private Killing killing = null!;
        private object part = null!;

        public void Use(Killing by, object inner) => (killing, part) = (by, inner);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.IsSpecialName ? targetMethod.Invoke(part, args) : killing.Step(() => targetMethod.Invoke(part, args));
    }
#pragma warning restore CA1852
}
